using SessionStore.Contract;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>What can be rehearsed. Each begins with clients writing in all Regions and the primary stack's Region as the primary.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="About">What happens, in one line.</param>
/// <param name="App">Whether it is about an application's visitors, too.</param>
/// <param name="ReplicatedAsync">
/// What happens in a store with a Region that a replicator fills; null for one that is about datastores.
/// </param>
internal sealed record Scenario(
    string Name, string About, Func<LiveStage, CancellationToken, Task>? DatastoreAsync, bool App = false,
    Func<LiveStage, CancellationToken, Task>? ReplicatedAsync = null)
{
    /// <summary>The option whose store has such a Region.</summary>
    public const string ReplicatorOption = "replicator";

    // How long ElastiCache takes to see that a node is dead; on AWS it is longer.
    private static readonly TimeSpan _notices = TimeSpan.FromSeconds(1);

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("promote", "planned: each other Region is promoted under load, and then the first one again", PlanAsync, App: true,
            ReplicatedScenarios.PlanAsync),
        new(
            "region-loss",
            "the primary is killed; the other Region is taken out of the datastore and pinned; the old one comes back",
            LoseAsync,
            App: true,
            ReplicatedScenarios.LoseAsync),
        new("lost-notice", "ElastiCache's notice never arrives: only the minute rule is left", LoseNoticeAsync),
        new("storm", "100 duplicate, late and foreign notices in random order around a promotion", StormAsync),
        new("route53-down", "the Route 53 control plane is gone for a while when a Region is promoted", LoseRoute53Async),
        new(
            "control-plane-down",
            "the same control plane stays away: the primary is killed, the other Region is taken out and pinned, and overrides the record",
            SilentScenarios.LoseAsync),
        new(
            "silent-promotion",
            "the same control plane stays away: a Region is promoted, and overrides the record",
            SilentScenarios.PromoteAsync),
        new(
            "node-failover",
            "in each Region in turn the primary node is killed and a replica promoted: the record may not change",
            FailNodesAsync),
        new(
            "replication-gap",
            "with --option replicator: the replicator is killed, sessions come, change and end, and it returns",
            DatastoreAsync: null,
            ReplicatedAsync: ReplicatedScenarios.GapAsync),
    ];

    /// <summary>Whether it can be played in the store of an option.</summary>
    /// <param name="option">The option; null for the committed stack files.</param>
    public bool FitsTo(string? option) => (option == ReplicatorOption ? ReplicatedAsync : DatastoreAsync) is not null;

    /// <summary>Plays it.</summary>
    /// <exception cref="InvalidOperationException">It is about another kind of store.</exception>
    public Task PlayAsync(LiveStage stage, CancellationToken cancellationToken) =>
        (stage.Replication is null ? DatastoreAsync : ReplicatedAsync)?.Invoke(stage, cancellationToken)
        ?? throw new InvalidOperationException($"{Name} cannot be played with --option {stage.Options.Option ?? "none"}");

    private static async Task PlanAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        foreach (var region in stage.Regions.Skip(1).Append(stage.Regions[0]))
        {
            await Steps.PromoteAsync(stage, region, cancellationToken);
        }
    }

    private static async Task LoseAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        await LoseFirstAsync(stage, cancellationToken);
        await ReturnFirstAsync(stage, cancellationToken);
    }

    /// <summary>The first Region is lost; the second is taken out of the datastore and pinned.</summary>
    internal static async Task LoseFirstAsync(LiveStage stage, CancellationToken cancellationToken)
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
    internal static async Task ReturnFirstAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        var lost = stage.Regions[0];
        await Steps.ReturnAsync(stage, lost, cancellationToken);
        // A third Region was never taken out of the datastore, and follows it: taken out as well, it would be one more that accepts writes.
        await stage.TicksAsync(2, cancellationToken);
    }

    private static async Task LoseNoticeAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        stage.Datastore.Fault = NoticeFault.Lost;
        stage.Note("ElastiCache's notices are lost from now on");
        await Steps.PromoteAsync(stage, stage.Regions[1], cancellationToken);
    }

    private static async Task StormAsync(LiveStage stage, CancellationToken cancellationToken)
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

    private static async Task LoseRoute53Async(LiveStage stage, CancellationToken cancellationToken)
    {
        stage.World.Route53.Down = true;
        stage.Note($"the Route 53 control plane is gone for {stage.Options.Outage.TotalSeconds:0.#} s");
        var promotion = Steps.PromoteAsync(stage, stage.Regions[1], cancellationToken);
        await Task.Delay(stage.Options.Outage, cancellationToken);
        stage.World.Route53.Down = false;
        stage.Note("the Route 53 control plane is back");
        await promotion;
    }

    private static async Task FailNodesAsync(LiveStage stage, CancellationToken cancellationToken)
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
