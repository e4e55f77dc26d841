namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>One local cloud for all tests of a class, put right before each; its functions run as they do behind a real topic.</summary>
public abstract class OperatedWorld
{
    private protected World World { get; private set; } = null!;

    private protected LocalRegion Home => World.Home;

    private protected LocalRegion Away => World.Away;

    [OneTimeSetUp]
    public async Task Start() => World = await World.StartAsync(TimeSpan.FromMilliseconds(200));

    [OneTimeTearDown]
    public async Task Stop() => await World.DisposeAsync();

    [SetUp]
    public async Task PutRight()
    {
        World.Promoted = Home;
        foreach (var region in new[] { Home, Away })
        {
            region.Member.RoleAsync = () => Task.FromResult<string?>(World.Promoted == region ? "PRIMARY" : "SECONDARY");
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
            (region.Member.Status, region.Member.TopicStatus, region.Member.Reachable, region.Topic.Up) = ("available", "active", true, true);
        }
        await SetAsync(RRType.CNAME, World.WriterName, Home.Member.PrimaryEndpoint);
        await SetAsync(RRType.TXT, $"_pin.{World.WriterName}", null);
        await Away.Metrics.SendLagAsync(Away.Member.ReplicationGroupId, 2);
    }

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

    /// <summary>Makes a record say one thing, or nothing.</summary>
    private protected async Task SetAsync(RRType type, string name, string? value)
    {
        if (value is not null)
        {
            await World.Zone.ChangeAsync(new Change(ChangeAction.UPSERT, new ResourceRecordSet(name, type) { TTL = 10, ResourceRecords = [new(value)] }));
        }
        else if ((await World.Zone.RecordsAsync()).SingleOrDefault(record => record.Type == type && record.Name.TrimEnd('.') == name) is { } there)
        {
            await World.Zone.ChangeAsync(new Change(ChangeAction.DELETE, there));
        }
    }
}
