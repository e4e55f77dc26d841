namespace SessionStore.EndToEnd.Tests;

/// <summary>The published function, with the environment that its stage declares, against Route 53 as moto serves it.</summary>
public class FailoverTests
{
    private World _world = null!;

    [SetUp]
    public async Task Start() => _world = await World.StartAsync();

    [TearDown]
    public async Task Stop() => await _world.DisposeAsync();

    [Test]
    public async Task The_writer_name_follows_a_promotion_and_the_way_back()
    {
        Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Home)));
        await Promote(_world.Away);
        Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Away)));
        await Promote(_world.Home);
        Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Home)));
    }

    [Test]
    public async Task A_lost_notice_costs_a_minute_because_the_rule_asks()
    {
        _world.Promoted = _world.Away;
        await Succeed(_world.Away, SnsEvent.Reconcile(Group(_world.Away)));
        Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Away)));
    }

    [Test]
    public async Task A_notice_that_comes_twice_changes_the_record_once()
    {
        await Promote(_world.Away);
        var again = await Succeed(_world.Away, SnsEvent.Promoted(Group(_world.Away)), SnsEvent.Promoted(Group(_world.Away)));
        Assert.Multiple(() =>
        {
            Assert.That(again.Cold, Is.False, "a warm function must be as right as a cold one");
            Assert.That(again.Log, Has.None.Contains("Moving"));
        });
    }

    [Test]
    public async Task A_late_notice_of_an_earlier_promotion_does_not_take_the_name_back()
    {
        await Promote(_world.Away);
        var late = await _world.Home.Function.InvokeAsync(SnsEvent.Of(SnsEvent.Reconcile(Group(_world.Home))));
        Assert.Multiple(async () =>
        {
            Assert.That(late.Outcome.Succeeded, Is.True, late.Outcome.Body);
            Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Away)));
        });
    }

    [Test]
    public async Task Notices_about_other_groups_and_other_things_change_nothing()
    {
        _world.Promoted = _world.Away;
        await Succeed(
            _world.Away,
            SnsEvent.Promoted(Group(_world.Home)),
            """{"ElastiCache:FailoverComplete":"session-store-us-east-2","Cache Cluster ID":"session-store-us-east-2-001"}""",
            """{"Service Update Name":"x","Replication Group ID":"y","ElastiCache:ServiceUpdateAvailable":"session-store-us-east-2"}""",
            "not JSON",
            "[1, 2]");
        Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Home)));
    }

    [Test]
    public async Task A_pin_moves_the_name_whatever_the_role_and_keeps_it_until_it_is_taken_away()
    {
        await Succeed(_world.Away, SnsEvent.Pin(Group(_world.Away)));
        await Succeed(_world.Home, SnsEvent.Reconcile(Group(_world.Home)));
        Assert.Multiple(async () =>
        {
            Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Away)));
            Assert.That(await _world.PinAsync(), Is.EqualTo(Group(_world.Away)));
        });

        await Succeed(_world.Away, SnsEvent.Unpin(Group(_world.Away)));
        await Succeed(_world.Home, SnsEvent.Reconcile(Group(_world.Home)));
        Assert.Multiple(async () =>
        {
            Assert.That(await _world.PinAsync(), Is.Null);
            Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Home)));
        });
    }

    [Test]
    public async Task A_group_that_left_the_datastore_takes_the_name_only_when_it_is_pinned()
    {
        _world.Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        await Succeed(_world.Away, SnsEvent.Reconcile(Group(_world.Away)));
        Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Home)));

        await Succeed(_world.Away, SnsEvent.Pin(Group(_world.Away)));
        Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Away)));
    }

    [Test]
    public async Task A_notice_that_is_earlier_than_the_role_is_waited_out()
    {
        var looks = 0;
        _world.Away.Member.RoleAsync = () =>
            Task.FromResult<string?>(Interlocked.Increment(ref looks) > 2 ? MemberRoles.Primary : MemberRoles.Secondary);
        await Succeed(_world.Away, SnsEvent.Promoted(Group(_world.Away)));
        Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Away)));
    }

    [Test]
    public async Task Throttling_is_retried_inside_the_invocation()
    {
        _world.Promoted = _world.Away;
        _world.Route53.Throttle(requests: 2);
        await Succeed(_world.Away, SnsEvent.Promoted(Group(_world.Away)));
        Assert.Multiple(async () =>
        {
            Assert.That(_world.Route53.Failures, Is.EqualTo(2));
            Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Away)));
        });
    }

    [Test]
    public async Task A_record_that_somebody_else_put_at_the_name_is_left_alone_and_reported()
    {
        var group = (await _world.Zone.RecordsAsync()).Where(record => record.Name.TrimEnd('.') == _world.WriterName);
        await _world.Zone.ChangeAsync(
        [
            .. group.Select(record => new Change(ChangeAction.DELETE, record)),
            new Change(ChangeAction.CREATE, new ResourceRecordSet(_world.WriterName, RRType.A)
            {
                TTL = 10,
                ResourceRecords = [new("10.0.0.1")],
            }),
        ]);
        _world.Promoted = _world.Away;
        var invocation = await _world.Away.Function.InvokeAsync(SnsEvent.Of(SnsEvent.Promoted(Group(_world.Away))));
        Assert.Multiple(async () =>
        {
            Assert.That(invocation.Outcome.Succeeded, Is.False);
            Assert.That(invocation.Outcome.Body, Does.Contain(_world.WriterName));
            Assert.That(await _world.Zone.ValueAsync(_world.WriterName, RRType.A), Is.EqualTo("10.0.0.1"));
        });
    }

    [Test]
    public async Task A_missing_record_is_made_anew_with_its_time_to_live()
    {
        var writer = (await _world.Zone.RecordsAsync()).Single(record => record.SetIdentifier == WriterSets.Current);
        await _world.Zone.ChangeAsync(new Change(ChangeAction.DELETE, writer));
        await Succeed(_world.Home, SnsEvent.Reconcile(Group(_world.Home)));
        var made = (await _world.Zone.RecordsAsync()).Single(record => record.SetIdentifier == WriterSets.Current);
        Assert.Multiple(() =>
        {
            Assert.That(made.TTL, Is.EqualTo(10));
            Assert.That((made.Name, made.Type, made.Weight), Is.EqualTo((writer.Name, writer.Type, WriterSets.CurrentWeight)));
            Assert.That(made.ResourceRecords.Single().Value, Is.EqualTo(Endpoint(_world.Home)));
        });
    }

    [Test]
    public async Task A_silent_notification_is_reported_and_delays_nothing()
    {
        _world.Away.Member.TopicStatus = "inactive";
        _world.Promoted = _world.Away;
        var invocation = await Succeed(_world.Away, SnsEvent.Promoted(Group(_world.Away)));
        Assert.Multiple(async () =>
        {
            Assert.That(await _world.WriterAsync(), Is.EqualTo(Endpoint(_world.Away)));
            Assert.That(invocation.Log, Has.Some.Contains("--notification-topic-status active"));
            Assert.That(invocation.Log, Has.Some.Contains("\"NotificationActive\":0"));
        });
    }

    private static string Group(LocalRegion region) => region.Member.ReplicationGroupId;

    private static string Endpoint(LocalRegion region) => region.Member.PrimaryEndpoint;

    private async Task Promote(LocalRegion region)
    {
        _world.Promoted = region;
        await Succeed(region, SnsEvent.Promoted(Group(region)));
    }

    private static async Task<Invocation> Succeed(LocalRegion region, params string[] messages)
    {
        var invocation = await region.Function.InvokeAsync(SnsEvent.Of(messages));
        Assert.That(
            invocation.Outcome.Succeeded, Is.True, () => string.Join(Environment.NewLine, invocation.Log.Prepend(invocation.Outcome.Body)));
        return invocation;
    }
}
