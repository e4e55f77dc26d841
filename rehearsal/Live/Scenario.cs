using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>What can be rehearsed. Each begins with clients writing in all Regions and the primary stack's Region as the primary.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="About">What happens, in one line.</param>
/// <param name="App">Whether it is about an application's visitors, too.</param>
/// <param name="ReplicatedAsync">
/// What happens in a store with a Region that a replicator fills; null for one that is about datastores.
/// </param>
/// <param name="Active">What happens in a store in which every Region takes writes; null for one that is not about such.</param>
internal sealed record Scenario(
    string Name, string About, Func<LiveStage, CancellationToken, Task>? DatastoreAsync, bool App = false,
    Func<LiveStage, CancellationToken, Task>? ReplicatedAsync = null, ActiveDeed? Active = null)
{
    /// <summary>The option whose store has a Region that a replicator fills.</summary>
    public const string ReplicatorOption = "replicator";

    /// <summary>The option whose store takes writes in every Region.</summary>
    public const string ActiveOption = OptionFiles.MemoryDb;

    /// <summary>All of them, the default first.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(
            "promote",
            "planned: each other Region is promoted under load, and then the first one again",
            DatastoreScenarios.PlanAsync,
            App: true,
            ReplicatedScenarios.PlanAsync),
        new(
            "region-loss",
            "the primary is killed; the other Region is taken out of the datastore and pinned; the old one comes back",
            DatastoreScenarios.LoseAsync,
            App: true,
            ReplicatedScenarios.LoseAsync,
            new(
                "a Region is killed; the accelerator leads its users to the other one, which notices nothing; it comes back, empty",
                Visited: true,
                ActiveScenarios.LoseAsync)),
        new("lost-notice", "ElastiCache's notice never arrives: only the minute rule is left", DatastoreScenarios.LoseNoticeAsync),
        new("storm", "100 duplicate, late and foreign notices in random order around a promotion", DatastoreScenarios.StormAsync),
        new(
            "route53-down",
            "the Route 53 control plane is gone for a while when a Region is promoted",
            DatastoreScenarios.LoseRoute53Async),
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
            DatastoreScenarios.FailNodesAsync),
        new(
            "replication-gap",
            "with --option replicator: the replicator is killed, sessions come, change and end, and it returns",
            DatastoreAsync: null,
            ReplicatedAsync: ReplicatedScenarios.GapAsync),
        new(
            "sweep",
            "with --option memoryDb: sessions end and are removed; the one that sweeps is killed; the Regions do not hear of each other",
            DatastoreAsync: null,
            Active: new(
                "sessions end and are removed; the process that sweeps is killed; the Regions cannot hear of one another for a while",
                Visited: false,
                ActiveScenarios.SweepAsync)),
    ];

    /// <summary>Whether it can be played in the store of an option.</summary>
    /// <param name="option">The option; null for the committed stack files.</param>
    public bool FitsTo(string? option) => option == ActiveOption
        ? Active is not null : (option == ReplicatorOption ? ReplicatedAsync : DatastoreAsync) is not null;

    /// <summary>What happens in the store of an option, in one line.</summary>
    /// <param name="option">The option; null for the committed stack files.</param>
    public string AboutIn(string? option) => option == ActiveOption && Active is { } active ? active.About : About;

    /// <summary>What happens in a store in which every Region takes writes.</summary>
    /// <exception cref="InvalidOperationException">It is about another kind of store.</exception>
    public ActiveDeed ActiveDeed => Active ?? throw Misfit(ActiveOption);

    /// <summary>Plays it.</summary>
    /// <exception cref="InvalidOperationException">It is about another kind of store.</exception>
    public Task PlayAsync(LiveStage stage, CancellationToken cancellationToken) =>
        (stage.Replication is null ? DatastoreAsync : ReplicatedAsync)?.Invoke(stage, cancellationToken)
        ?? throw Misfit(stage.Options.Option);

    private InvalidOperationException Misfit(string? option) => new($"{Name} cannot be played with --option {option ?? "none"}");
}
