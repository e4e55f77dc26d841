using System.Collections.Concurrent;
using System.Diagnostics;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>The Regions with real servers, functions, topics, rules and clients, and everything that they do written down.</summary>
internal sealed partial class LiveStage : IAsyncDisposable
{
    private readonly AsyncDisposableStack _parts;
    private readonly LagMeter _lag;
    private readonly IReadOnlyList<SessionClient> _sessionClients;
    private readonly CancellationTokenSource _clients = new(), _rules = new();
    private readonly List<Task> _tasks = [], _ruleTasks = [];
    private readonly ConcurrentBag<Task> _begun = [];
    private readonly Diary _diary;

    private LiveStage(
        RunOptions options, Action<Event> tell, AsyncDisposableStack parts, World world, IReadOnlyList<LiveRegion> regions,
        Datastore datastore, LagMeter lag, Func<LiveRegion, IReadOnlyDictionary<string, string?>> clientSettings)
    {
        (Options, World, Regions, Datastore, _diary, _parts, _lag) = (options, world, regions, datastore, new(tell), parts, lag);
        Offsets = new(regions[0].Server, Clock);
        TakeOver = new(this);
        NameWatch = new(this);
        ClientSettings = clientSettings;
        _sessionClients = [.. regions.Select(region => _parts.Use(new SessionClient(
            region, clientSettings(region), NodeAt, Ledger, Clock, text => Note(text, detail: true))))];
    }

    /// <summary>How the run is done.</summary>
    public RunOptions Options { get; internal set; }

    /// <summary>The time since the clients began.</summary>
    public Stopwatch Clock => _diary.Clock;

    /// <summary>The emulated services.</summary>
    public World World { get; }

    /// <summary>The Regions, that of the primary stack first.</summary>
    public IReadOnlyList<LiveRegion> Regions { get; }

    public Datastore Datastore { get; }

    /// <summary>The first primary's replication offset.</summary>
    public Offsets Offsets { get; }

    /// <summary>Who takes over, and who does not.</summary>
    public TakeOver TakeOver { get; }

    /// <summary>The replicators; null in a store that a datastore alone replicates.</summary>
    public Replication? Replication { get; private set; }

    /// <summary>Where the writer name leads, and which Regions override it.</summary>
    public NameWatch NameWatch { get; }

    /// <summary>The configuration of an application in a Region.</summary>
    public Func<LiveRegion, IReadOnlyDictionary<string, string?>> ClientSettings { get; }

    /// <summary>The session application; null where it is not started.</summary>
    public Applications? Applications { get; private set; }

    /// <summary>What the application's visitors saw.</summary>
    public Visits Visits { get; } = new();

    /// <summary>What the clients saw.</summary>
    public Ledger Ledger { get; } = new();

    public ConcurrentQueue<Event> Events => _diary.Events;

    /// <summary>Every change of the writer record.</summary>
    public ConcurrentQueue<RecordChange> Changes { get; } = new();

    /// <inheritdoc cref="Diary.Note"/>
    public void Note(string text, string? disturbs = null, string? gone = null, bool detail = false) =>
        _diary.Note(text, disturbs, gone, detail);

    /// <summary>Waits until a Region has acknowledged writes of every client since now, or has looked and will not.</summary>
    /// <exception cref="SpoiltException">The machine is too slow for it, or a server died that should not have.</exception>
    public Task RecoveredAsync(LiveRegion region, CancellationToken cancellationToken) => TakeOver.WaitAsync(region, cancellationToken);

    /// <summary>Waits for what no promise is about, as long as <see cref="RunOptions.Patience"/> lasts.</summary>
    /// <param name="what">What should happen, such as "that the replicas follow".</param>
    /// <exception cref="SpoiltException">It has not happened in time.</exception>
    public Task WithinPatienceAsync(string what, Func<CancellationToken, Task> wait, CancellationToken cancellationToken) =>
        Limit.WithinAsync(Options.Patience, what, async limit =>
        {
            await wait(limit);
            return true;
        }, cancellationToken);

    /// <summary>Lets go on in the background what is to be over before the run is.</summary>
    public void Begin(Task task) => _begun.Add(task);

    /// <summary>Finds out what can never get better.</summary>
    /// <exception cref="SpoiltException">A server died that should not have.</exception>
    public async Task ThrowIfDeadAsync()
    {
        if (_tasks.Concat(_begun).Concat(_ruleTasks).FirstOrDefault(task => task.IsFaulted) is { } faulted)
        {
            await faulted;
        }
        if (Regions.SelectMany(region => region.Cache.Nodes).FirstOrDefault(node => node.DiedUnplanned) is { } dead)
        {
            throw new SpoiltException($"the server of {dead.Id} died:{Environment.NewLine}{string.Join(Environment.NewLine, dead.Log)}");
        }
        if (Applications?.Dead.FirstOrDefault() is { Instance: { } ended } app)
        {
            throw new SpoiltException(
                $"an application in {app.Region} died:{Environment.NewLine}{string.Join(Environment.NewLine, ended.Log)}");
        }
    }

    /// <summary>Waits for some of the rule's minutes.</summary>
    public Task TicksAsync(int ticks, CancellationToken cancellationToken) => Task.Delay(Options.Tick * ticks, cancellationToken);

    /// <summary>Ends the clients and waits for their last write.</summary>
    public async Task StopClientsAsync()
    {
        await _clients.CancelAsync();
        await Task.WhenAll(_tasks);
    }

    /// <summary>Ends everything that was started.</summary>
    public async ValueTask DisposeAsync()
    {
        await _rules.CancelAsync();
        await _clients.CancelAsync();
        // Whatever befell a client, the servers must not outlive the run.
        await Task.WhenAll([.. _tasks, .. _ruleTasks]).ContinueWith(_ => { }, TaskScheduler.Default);
        await Offsets.StopAsync();
        await _parts.DisposeAsync();
        // What still waits for a server has heard by now that there is none.
        await Task.WhenAll(_begun).ContinueWith(_ => { }, TaskScheduler.Default);
        _clients.Dispose();
        _rules.Dispose();
    }
}
