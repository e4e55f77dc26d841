using System.Xml.Linq;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>One local cloud for all tests of a class, put right before each; its functions run as they do behind a real topic.</summary>
public abstract class OperatedWorld
{
    private protected World World { get; private set; } = null!;

    private protected LocalRegion Home => World.Home;

    private protected LocalRegion Away => World.Away;

    [OneTimeSetUp]
    public async Task Start() => World = await StartAsync(TimeSpan.FromMilliseconds(200));

    /// <summary>Starts the local cloud from the committed stack files, or from those of an option.</summary>
    private protected virtual Task<World> StartAsync(TimeSpan minute) => World.StartAsync(minute);

    [OneTimeTearDown]
    public async Task Stop() => await World.DisposeAsync();

    [SetUp]
    public async Task PutRight()
    {
        // What a function of the test before still does would be kept, and known in this one.
        await Task.WhenAll(World.Regions.Select(region => region.Topic.DrainAsync()));
        World.Promoted = Home;
        foreach (var region in new[] { Home, Away })
        {
            region.Member.RoleAsync = () =>
                Task.FromResult<string?>(World.Promoted == region ? MemberRoles.Primary : MemberRoles.Secondary);
            region.Member.FailoverAsync = name =>
            {
                World.Promoted = Region(name);
                World.Promoted.Topic.Publish(SnsEvent.Promoted(World.Promoted.Member.ReplicationGroupId));
                return Task.CompletedTask;
            };
            region.Member.DisassociateAsync = name =>
            {
                Region(name).Member.RoleAsync = () => Task.FromResult<string?>(null);
                return Task.CompletedTask;
            };
            (region.Member.Status, region.Member.TopicStatus, region.Member.Reachable, region.Topic.Up) = (
                "available", "active", true, true);
            (region.Member.GlobalReplicationGroupId, region.Member.DatastoreStatus, region.Member.Snapshots) = (
                LocalMember.FirstGlobalReplicationGroupId, "available", []);
            region.Member.MembersAsync = MembersAsync;
            if (Home.Stage.Outputs.ContainsKey(OutputNames.RecordsParameterName))
            {
                World.Ssm.Parameters.Set(region.Name, RecordsParameter, "{}");
            }
            World.CloudWatch.Measured.Put(region.Name, FunctionMetrics.Namespace, FunctionMetrics.ControlPlaneAnswers,
                FunctionMetrics.ReplicationGroupId, region.Member.ReplicationGroupId, 1);
        }
        await SetAsync(RRType.CNAME, World.WriterName, Home.Member.PrimaryEndpoint);
        await SetAsync(RRType.TXT, World.PinName, null);
        await SetAsync(RRType.TXT, $"_history.{World.WriterName}", null);
        Away.Metrics.SendLag(Away.Member.ReplicationGroupId, 2);
    }

    private async Task<IEnumerable<XElement>> MembersAsync()
    {
        var members = new List<XElement>();
        foreach (var region in new[] { Home, Away })
        {
            if (await region.Member.RoleAsync() is { } role)
            {
                members.Add(new XElement("GlobalReplicationGroupMember",
                    new XElement("ReplicationGroupId", region.Member.ReplicationGroupId),
                        new XElement("ReplicationGroupRegion", region.Name), new XElement("Role", role)));
            }
        }
        return members;
    }

    /// <summary>The parameter in which each Region's function keeps the records.</summary>
    private protected string RecordsParameter => (string)Home.Stage.Output(OutputNames.RecordsParameterName);

    private protected LocalRegion Region(string name) => name == Home.Name ? Home : Away;

    private protected Task<OperatorRun> Run(params string[] arguments) => World.Operator.RunAsync(CancellationToken.None, arguments);

    private protected async Task<OperatorRun> Succeed(params string[] arguments)
    {
        var run = await Run(arguments);
        Assert.That(run.ExitCode, Is.Zero, run.Text);
        return run;
    }

    private protected async Task<OperatorRun> Fail(params string[] arguments)
    {
        var run = await Run(arguments);
        Assert.That(run.ExitCode, Is.EqualTo(1), run.Text);
        return run;
    }

    /// <summary>Checks that the operator asked Route 53 so often and never sooner than two seconds after the last time.</summary>
    private protected void RequestsAreSpaced(int least)
    {
        var asked = World.Route53.Requests.Where(request => request.By == "operator").Select(request => request.At).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(asked, Has.Length.AtLeast(least));
            // What is measured here is when requests arrive, a little more or less than two seconds apart.
            Assert.That(asked.Zip(asked.Skip(1), (one, next) => next - one), Is.All.GreaterThan(TimeSpan.FromSeconds(1.9)));
        });
    }

    /// <summary>Makes a record say one thing, or nothing.</summary>
    private protected async Task SetAsync(RRType type, string name, string? value)
    {
        // Where Regions can override it, the writer name is a group of weighted records, of which the functions move this one.
        var set = type == RRType.CNAME && name == World.WriterName && Home.Stage.Outputs.ContainsKey(OutputNames.RecordsParameterName)
            ? WriterSets.Current : null;
        if (value is not null)
        {
            await World.Zone.ChangeAsync(new Change(ChangeAction.UPSERT, new ResourceRecordSet(name, type)
            {
                TTL = 10,
                SetIdentifier = set,
                Weight = set is null ? null : WriterSets.CurrentWeight,
                ResourceRecords = [new(value)],
            }));
        }
        else if ((await World.Zone.RecordsAsync()).SingleOrDefault(record =>
            record.Type == type && record.Name.TrimEnd('.') == name && record.SetIdentifier == set) is { } there)
        {
            await World.Zone.ChangeAsync(new Change(ChangeAction.DELETE, there));
        }
    }
}
