using System.Collections.Concurrent;
using System.Diagnostics;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>The Regions with real servers, functions, topics, rules and clients, and everything that they do written down.</summary>
public sealed class LiveStage : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("session-store-").FullName;
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly CancellationTokenSource _clients = new(), _rules = new();
    private readonly List<Task> _tasks = [], _ruleTasks = [];
    private readonly Action<Event> _tell;
    private Certificates? _certificates;

    private LiveStage(RunOptions options, Action<Event> tell) => (Options, _tell) = (options, tell);

    /// <summary>How the run is done.</summary>
    public RunOptions Options { get; }

    /// <summary>The time since the clients began.</summary>
    public Stopwatch Clock { get; } = new();

    /// <summary>The emulated services.</summary>
    public World World { get; private set; } = null!;

    /// <summary>The Regions, that of the primary stack first.</summary>
    public IReadOnlyList<LiveRegion> Regions { get; private set; } = [];

    /// <summary>The datastore.</summary>
    public Datastore Datastore { get; private set; } = null!;

    /// <summary>The first primary's replication offset.</summary>
    public Offsets Offsets { get; private set; } = null!;

    /// <summary>What the clients saw.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>What happened.</summary>
    public ConcurrentQueue<Event> Events { get; } = new();

    /// <summary>Every change of the writer record.</summary>
    public ConcurrentQueue<RecordChange> Changes { get; } = new();

    /// <summary>Where the programs of all stages run, the servers start and the clients begin to write.</summary>
    public static async Task<LiveStage> StartAsync(RunOptions options, Action<Event> tell, CancellationToken cancellationToken)
    {
        var stage = new LiveStage(options, tell);
        try
        {
            await stage.BuildAsync(cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes down what happened, and tells who reads along.</summary>
    /// <param name="text">What happened, for a person.</param>
    /// <param name="disturbs">The Region that is to take writes from here on; null when nothing changes for writers.</param>
    /// <param name="gone">The node that died, where one did.</param>
    /// <param name="detail">Whether only a reader who wants to know everything wants to know it.</param>
    public void Note(string text, string? disturbs = null, string? gone = null, bool detail = false)
    {
        var happened = new Event(Clock.Elapsed, text, disturbs, gone, detail);
        Events.Enqueue(happened);
        _tell(happened);
    }

    /// <summary>Waits until a Region has acknowledged writes of every client since now.</summary>
    /// <exception cref="InvalidOperationException">A server died that should not have.</exception>
    public async Task RecoveredAsync(LiveRegion region, CancellationToken cancellationToken)
    {
        var since = Clock.Elapsed;
        // Twice the longest that anything is allowed to take: an outage, then the rule's next minute and a cold start.
        var patience = (Options.Outage + Options.Tick + TimeSpan.FromSeconds(20)) * 2;
        while (!Regions.All(client => Ledger.Writes.Any(write => write.At > since && write.Node == region.Server.Id && write.Client == client.Name)))
        {
            if (_tasks.FirstOrDefault(task => task.IsFaulted) is { } faulted)
            {
                await faulted;
            }
            if (Regions.SelectMany(candidate => candidate.Cache.Nodes).FirstOrDefault(node => node.DiedUnplanned) is { } dead)
            {
                throw new InvalidOperationException($"the server of {dead.Id} died:{Environment.NewLine}{string.Join(Environment.NewLine, dead.Log)}");
            }
            if (Clock.Elapsed - since > patience)
            {
                Note($"{region.Name} has not taken over after {patience.TotalSeconds:0} s");
                return;
            }
            await Task.Delay(20, cancellationToken);
        }
        // Clients can be faster than what writes the change down: whatever happens next must not come before it.
        await World.Route53.ToldAsync(cancellationToken);
        Note($"clients of all Regions write to {region.Name}");
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
        await Task.WhenAll(_tasks.Concat(_ruleTasks)).ContinueWith(_ => { }, TaskScheduler.Default);
        await (Offsets?.StopAsync() ?? Task.CompletedTask);
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
        _certificates?.Dispose();
        Directory.Delete(_folder, recursive: true);
        _clients.Dispose();
        _rules.Dispose();
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        World = await World.StartAsync(Options.Option is { } option ? OptionFiles.Of(option) : World.Files(Options.Regions), Options.Tick, cancellationToken);
        _parts.Push(World);
        _certificates = new(_folder);
        var logins = Logins.Of(World.Home.Stage.Outputs);
        var regions = new List<LiveRegion>();
        Regions = regions;
        foreach (var local in World.Regions)
        {
            var cache = await ReplicationGroup.StartAsync(local, logins, _certificates, _folder, cancellationToken);
            _parts.Push(cache);
            regions.Add(new(local, cache));
        }
        Datastore = new(Regions) { Fault = Options.Notice };
        await Datastore.FollowAsync(Regions[0], cancellationToken);
        var lag = new LagMeter(Datastore, Regions);
        await lag.SendAsync();
        new Wiring(this).Connect();

        Clock.Start();
        Offsets = new(Regions[0].Server, Clock);
        Offsets.Start();
        foreach (var region in Regions)
        {
            var client = new SessionClient(region, Regions, World.WriterAsync, Ledger, Clock, text => Note(text, detail: true));
            _tasks.Add(client.WriteAsync(Options.Rate, _clients.Token));
            _tasks.Add(client.ReadAsync(Options.Rate, _clients.Token));
            _ruleTasks.Add(region.Local.Rule.RunAsync(_rules.Token));
        }
        _ruleTasks.Add(lag.RunAsync(_rules.Token));
    }
}
