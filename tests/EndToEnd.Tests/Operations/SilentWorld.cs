using SessionStore.Failover;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>A store whose Regions can override the writer record, and in which Route 53's API stops answering before each test.</summary>
public abstract class SilentWorld : OperatedWorld
{
    private protected string HomeGroup => Home.Member.ReplicationGroupId;

    private protected string AwayGroup => Away.Member.ReplicationGroupId;

    [SetUp]
    public async Task LoseTheApi()
    {
        foreach (var region in World.Regions)
        {
            // What a process knows from the test before would be merged into what this one begins with.
            await region.Invocations.RecycleAsync();
            Look(region);
            await region.Topic.DrainAsync();
        }
        // Whether Route 53 answers is told of each minute, and these looks are of the same one.
        World.CloudWatch.Measured.Forget(FunctionMetrics.Namespace);
        World.Route53.Down = true;
    }

    [TearDown]
    public async Task BringTheApiBack()
    {
        World.Route53.Down = false;
        (Home.Member.Reachable, Away.Member.Reachable, Home.Topic.Up, Away.Topic.Up) = (true, true, true, true);
        await Task.WhenAll(World.Regions.Select(region => region.Topic.DrainAsync()));
    }

    private static void Look(LocalRegion region) => region.Topic.Publish(SnsEvent.Reconcile(region.Member.ReplicationGroupId));

    private protected Kept Kept(LocalRegion region) => Failover.Kept.Parse(World.Ssm.Parameters.Value(region.Name, RecordsParameter)!)!;

    // The first look makes the record true, the second ends the override.
    private protected async Task HandOverAsync()
    {
        await Task.WhenAll(World.Regions.Select(region => region.Topic.DrainAsync()));
        World.Route53.Down = false;
        for (var look = 0; look < 2; look++)
        {
            foreach (var region in World.Regions)
            {
                Look(region);
                await region.Topic.DrainAsync();
            }
        }
    }
}
