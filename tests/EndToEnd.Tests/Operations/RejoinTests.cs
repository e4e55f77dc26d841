namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>The way back of a Region that was lost or taken out. What only a person can do is done here when the tool asks for
/// it.</summary>
public sealed class RejoinTests : OperatedWorld
{
    private const string Second = "erpgt-session-store";

    private IReadOnlyDictionary<string, string>? _joined;

    [SetUp]
    public void Joining()
    {
        _joined = null;
        foreach (var region in new[] { Home, Away })
        {
            region.Member.JoinAsync = form =>
            {
                _joined = form;
                region.Member.RoleAsync = () =>
                    Task.FromResult<string?>(World.Promoted == region ? MemberRoles.Primary : MemberRoles.Secondary);
                return Task.CompletedTask;
            };
        }
    }

    [Test]
    public async Task After_the_loss_of_the_primarys_Region_the_survivor_founds_a_datastore_and_the_old_primary_joins_it()
    {
        await TakeApartAsync();
        await using var rejoin = World.Operator.Start("rejoin", "us-east-1", "--yes");
        await Until(rejoin, "now run: aws elasticache delete-global-replication-group --region us-east-1 --global-replication-group-id "
            + "ldgnf-session-store --retain-primary-replication-group");
        Assert.That(Home.Member.Status, Is.Not.Null, "the group stays until the survivor has a datastore");
        Home.Member.RoleAsync = () => Task.FromResult<string?>(null);
        await Until(rejoin, "now run: aws elasticache create-global-replication-group --region us-east-2 "
            + "--global-replication-group-id-suffix session-store "
            + "--global-replication-group-description \"Session store\" --primary-replication-group-id session-store-us-east-2");
        Assert.That(Home.Member.Status, Is.Not.Null, "the group stays until the survivor has a datastore");
        (Away.Member.GlobalReplicationGroupId, Away.Member.DatastoreStatus, World.Promoted) = (Second, "creating", Away);
        Away.Member.RoleAsync = () => Task.FromResult<string?>(World.Promoted == Away ? MemberRoles.Primary : MemberRoles.Secondary);
        await Until(rejoin, $"waiting: {Second} is creating");
        Away.Member.DatastoreStatus = "primary-only";
        await rejoin.Exit;

        var text = string.Join(Environment.NewLine, rejoin.Lines);
        Assert.Multiple(() =>
        {
            Assert.That(rejoin.ExitCode, Is.Zero, text);
            Assert.That(_joined!["GlobalReplicationGroupId"], Is.EqualTo(Second));
            Assert.That(Home.Member.Snapshots, Has.One.Match(@"^session-store-us-east-1-before-rejoin-\d{14}$"));
            Assert.That(text, Does.Contain("session-store-us-east-1 WILL BE DELETED with everything that was written to us-east-1 and not "
                + "to us-east-2"));
            Assert.That(text, Does.Contain("us-east-1 is SECONDARY of erpgt-session-store, us-east-2 is PRIMARY. What comes next:"));
            Assert.That(rejoin.Lines, Has.Some.EndsWith("scripts/ops unpin").And.Some.Contains("scripts/ops promote us-east-1"));
            Assert.That(text, Does.Contain(
                $"pulumi import aws:elasticache/globalReplicationGroup:GlobalReplicationGroup cache-global-replication-group {Second} "
                    + "--stack primary "
                + "--parent 'cache=urn:pulumi:primary::session-store::session-store:cache:GlobalDatastore::cache' "
                + "--provider 'aws=urn:pulumi:primary::session-store::pulumi:providers:aws::aws' --generate-code=false"));
        });

        var again = await Succeed("rejoin", "us-east-1", "--yes");
        Assert.That(again.Text, Does.StartWith("us-east-1 is SECONDARY of erpgt-session-store"), "there is nothing left to do, but the "
            + "rest is told again");
        // The stacks do not know the new datastore yet, the tool does.
        await Succeed("unpin", "--yes", "--timeout", "60");
        await Succeed("promote", "us-east-1", "--accept-lag", "--yes", "--timeout", "60");
    }

    [Test]
    public void The_commands_for_the_state_name_what_the_program_registers() => Assert.Multiple(() =>
    {
        var global = Home.Stage.Only("aws:elasticache/globalReplicationGroup:GlobalReplicationGroup");
        Assert.That((global.Name, global.Parent), Is.EqualTo(("cache-global-replication-group", "cache")));
        Assert.That(Home.Stage.Only("session-store:cache:GlobalDatastore").Name, Is.EqualTo("cache"));
        Assert.That(Home.Stage.Only("session-store:guard:DestroyGuard").Name, Is.EqualTo("destroy-guard"));
        Assert.That(global.Provider, Does.Contain("pulumi:providers:aws::aws::"));
    });

    [Test]
    public async Task A_secondary_that_was_taken_out_joins_the_datastore_that_there_still_is()
    {
        Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        var run = await Succeed("rejoin", "us-east-2", "--yes");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Not.Contain("now run:"));
            Assert.That(_joined!["GlobalReplicationGroupId"], Is.EqualTo(LocalMember.FirstGlobalReplicationGroupId));
            Assert.That(run.Lines[^1].Trim(), Is.EqualTo("pulumi preview --refresh --stack secondary"), "the state is as it was");
        });
    }

    [Test]
    public async Task A_command_that_was_interrupted_goes_on()
    {
        (Away.Member.RoleAsync, Away.Member.Status) = (() => Task.FromResult<string?>(null), null);
        var run = await Succeed("rejoin", "us-east-2", "--yes");
        Assert.Multiple(() =>
        {
            Assert.That(run.Lines, Has.None.Contains("with the final snapshot"));
            Assert.That(_joined!["NumCacheClusters"], Is.EqualTo("2"), "as many as the survivor has");
        });
    }

    [Test]
    public async Task A_dry_run_names_every_step_and_takes_none()
    {
        await TakeApartAsync();
        var run = await Succeed("rejoin", "us-east-1", "--dry-run");
        Assert.Multiple(() =>
        {
            Assert.That(run.Lines, Has.Some.StartsWith("  1. you: aws elasticache delete-global-replication-group --region us-east-1"));
            Assert.That(run.Lines, Has.Some.StartsWith("  2. you: aws elasticache create-global-replication-group --region us-east-2"));
            Assert.That(run.Lines, Has.Some.StartsWith("  3. delete session-store-us-east-1 in us-east-1 WITH ITS DATA"));
            Assert.That(run.Lines, Has.Some.StartsWith("  4. create session-store-us-east-1 in us-east-1: 2 nodes, subnet group "
                + "session-store"));
            Assert.That(run.Text, Does.Contain("Dry run: would let us-east-1 rejoin. Nothing has been changed."));
            Assert.That((Home.Member.Status, _joined), Is.EqualTo(("available", (object?)null)));
        });
    }

    [Test]
    public async Task What_was_pinned_elsewhere_meanwhile_is_not_deleted()
    {
        await TakeApartAsync();
        await using var rejoin = World.Operator.Start("rejoin", "us-east-1", "--yes");
        await Until(rejoin, "now run: aws elasticache delete-global");
        await SetAsync(RRType.CNAME, World.WriterName, Home.Member.PrimaryEndpoint);
        Home.Member.RoleAsync = () => Task.FromResult<string?>(null);
        Away.Member.GlobalReplicationGroupId = Second;
        Away.Member.RoleAsync = () => Task.FromResult<string?>(MemberRoles.Primary);
        await rejoin.Exit;
        Assert.Multiple(() =>
        {
            Assert.That(rejoin.ExitCode, Is.EqualTo(1));
            Assert.That(rejoin.Lines, Has.Some.Contains("no longer to us-east-2: session-store-us-east-1 has not been deleted"));
            Assert.That(Home.Member.Status, Is.EqualTo("available"));
        });
    }

    [Test]
    public async Task The_Region_whose_data_counts_does_not_join_another() =>
        Assert.That((await Fail("rejoin", "us-east-1", "--yes")).Text,
            Does.Contain("expected another Region than us-east-1, whose data counts: pin that one first"));

    [Test]
    public async Task Everything_that_speaks_against_it_is_told_at_once_in_a_dry_run_too()
    {
        Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        await SetAsync(RRType.CNAME, World.WriterName, Away.Member.PrimaryEndpoint);
        Away.Member.Status = "snapshotting";
        Home.Member.MembersAsync = () => Task.FromResult<IEnumerable<System.Xml.Linq.XElement>>([new("GlobalReplicationGroupMember",
            new System.Xml.Linq.XElement("ReplicationGroupId", "session-store-us-west-2"),
                new System.Xml.Linq.XElement("ReplicationGroupRegion", "us-west-2"))]);
        var run = await Fail("rejoin", "us-east-1", "--dry-run");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("us-east-1 cannot rejoin. Nothing has been changed."));
            Assert.That(run.Text, Does.Contain("leads to us-east-2 without a pin: pin us-east-2 first"));
            Assert.That(run.Text, Does.Contain("session-store-us-east-2 is on its own, snapshotting: expected a primary or a group on its "
                + "own that is available"));
            Assert.That(run.Text, Does.Contain("ldgnf-session-store still has session-store-us-west-2 in us-west-2: disassociate us-west-2 "
                + "first"));
        });
    }

    [Test]
    public async Task A_Region_that_does_not_answer_cannot_join()
    {
        await TakeApartAsync();
        Home.Member.Reachable = false;
        Assert.That((await Fail("rejoin", "us-east-1", "--yes")).Text, Does.Contain("ElastiCache in us-east-1 does not answer"));
    }

    // As "Region loss" in the runbook leaves it, once the lost Region is back.
    private async Task TakeApartAsync()
    {
        Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        await SetAsync(RRType.CNAME, World.WriterName, Away.Member.PrimaryEndpoint);
        await SetAsync(RRType.TXT, World.PinName, $"\"{Away.Member.ReplicationGroupId}\"");
    }

    private static async Task Until(ChildProcess process, string line)
    {
        while (!process.Lines.Any(printed => printed.Contains(line, StringComparison.Ordinal)))
        {
            Assert.That(process.HasExited, Is.False, $"ended without "
                + $"\"{line}\":{Environment.NewLine}{string.Join(Environment.NewLine, process.Lines)}");
            await Task.Delay(20);
        }
    }
}
