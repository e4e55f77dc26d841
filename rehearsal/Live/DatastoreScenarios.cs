using SessionStore.Contract;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>What happens in a store that a datastore alone replicates, while Route 53 answers or comes back.</summary>
internal static class DatastoreScenarios
{
    // How long ElastiCache takes to see that a node is dead; on AWS it is longer.
    private static readonly TimeSpan _notices = TimeSpan.FromSeconds(1);

    public static async Task PlanAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        foreach (var region in stage.Regions.Skip(1).Append(stage.Regions[0]))
        {
            await Steps.PromoteAsync(stage, region, cancellationToken);
        }
    }

    public static async Task LoseAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        await LoseFirstAsync(stage, cancellationToken);
        await ReturnFirstAsync(stage, cancellationToken);
    }

    /// <summary>The first Region is lost; the second is taken out of the datastore and pinned.</summary>
    public static async Task LoseFirstAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        var (lost, left) = (stage.Regions[0], stage.Regions[1]);
        await stage.Offsets.BeforeKillAsync();
        await Steps.LoseAsync(stage, lost);
        stage.Note($"{lost.Name} is lost (SIGKILL)", disturbs: left.Name);
        await stage.Offsets.AfterKillAsync(left.Server);

        var since = stage.Clock.Elapsed;
        await Steps.OperateAsync(stage, "disassociate", left, () => false, cancellationToken);
        await Steps.OperateAsync(
            stage, "pin", left, () => stage.TakeOver.HasBeenTold(left.Name, MessageKeys.Pin, since), cancellationToken);
        await stage.RecoveredAsync(left, cancellationToken);
    }

    /// <summary>The first Region comes back as it was lost.</summary>
    public static async Task ReturnFirstAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        var lost = stage.Regions[0];
        await Steps.ReturnAsync(stage, lost, cancellationToken);
        // A third Region was never taken out of the datastore, and follows it: taken out as well, it would be one more that accepts writes.
        await stage.TicksAsync(2, cancellationToken);
    }

    public static async Task LoseNoticeAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        stage.Datastore.Fault = NoticeFault.Lost;
        stage.Note("ElastiCache's notices are lost from now on");
        await Steps.PromoteAsync(stage, stage.Regions[1], cancellationToken);
    }

    public static async Task StormAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        var random = new Random(stage.Options.Seed);
        var (home, away) = (stage.Regions[0], stage.Regions[1]);
        var notices = Enumerable.Range(0, 100).Select(number => (number % 5) switch
        {
            0 => SnsEvent.Promoted(away.Group),
            1 => SnsEvent.Promoted("another-group"),
            2 => $$"""{"ElastiCache:FailoverComplete":"{{home.Group}}","Cache Cluster ID":"{{home.Group}}-001"}""",
            3 => SnsEvent.Reconcile(random.Next(2) == 0 ? home.Group : away.Group),
            _ => "not even JSON",
        }).ToArray();
        random.Shuffle(notices);
        var promotion = Steps.PromoteAsync(stage, away, cancellationToken);
        foreach (var notice in notices)
        {
            stage.Regions[random.Next(stage.Regions.Count)].Topic.Publish(notice);
            await Task.Delay(random.Next(20), cancellationToken);
        }
        stage.Note("100 notices have been published");
        await promotion;
        await Steps.DrainAsync(stage, cancellationToken);
    }

    public static async Task LoseRoute53Async(LiveStage stage, CancellationToken cancellationToken)
    {
        stage.World.Route53.Down = true;
        stage.Note($"the Route 53 control plane is gone for {stage.Options.Outage.TotalSeconds:0.#} s");
        var promotion = Steps.PromoteAsync(stage, stage.Regions[1], cancellationToken);
        await Task.Delay(stage.Options.Outage, cancellationToken);
        stage.World.Route53.Down = false;
        stage.Note("the Route 53 control plane is back");
        await promotion;
    }

    public static async Task FailNodesAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        foreach (var region in stage.Regions)
        {
            // Only the primary's Region takes writes; in the others a chain of replicas breaks, and writers must not notice.
            var takesWrites = region == stage.Regions[0];
            var dead = region.Server;
            if (takesWrites)
            {
                await stage.Offsets.BeforeKillAsync();
            }
            await dead.KillAsync();
            stage.Note(
                $"{dead.Id}, the primary node of {region.Name}, is lost (SIGKILL)",
                disturbs: takesWrites ? region.Name : null,
                gone: dead.Id);
            var replica = await region.Cache.FreshestReplicaAsync();
            if (takesWrites)
            {
                await stage.Offsets.AfterKillAsync(replica);
            }
            await Task.Delay(_notices, cancellationToken);
            await stage.WithinPatienceAsync(
                $"for {replica.Id} to take the place of {dead.Id}",
                limit => stage.Datastore.FailOverNodeAsync(region, replica, text => stage.Note(text), limit),
                cancellationToken);
            await stage.RecoveredAsync(stage.Regions[0], cancellationToken);
        }
        await Steps.DrainAsync(stage, cancellationToken);
    }
}
