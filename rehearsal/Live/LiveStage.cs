using System.Collections.Concurrent;
using System.Diagnostics;
using Amazon.Runtime;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>The Regions with real servers, functions, topics, rules and clients, and everything that they do written down.</summary>
public sealed class LiveStage : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("session-store-").FullName;
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly CancellationTokenSource _clients = new(), _rules = new();
    private readonly List<Task> _tasks = [], _ruleTasks = [];
    private readonly ConcurrentBag<Task> _begun = [];
    private readonly Action<Event> _tell;
    private Certificates? _certificates;

    private LiveStage(RunOptions options, Action<Event> tell)
    {
        (Options, _tell) = (options, tell);
        TakeOver = new(this);
    }

    /// <summary>How the run is done.</summary>
    public RunOptions Options { get; internal set; }

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

    /// <summary>Who takes over, and who does not.</summary>
    internal TakeOver TakeOver { get; }

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
            await stage.WithinPatienceAsync("for the emulators and the servers", stage.BuildAsync, cancellationToken);
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

    /// <summary>Waits until a Region has acknowledged writes of every client since now, or has looked and will not.</summary>
    /// <param name="region">The Region.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SpoiltException">The machine is too slow for it, or a server died that should not have.</exception>
    public Task RecoveredAsync(LiveRegion region, CancellationToken cancellationToken) => TakeOver.WaitAsync(region, cancellationToken);

    /// <summary>Waits for what no promise is about, as long as <see cref="RunOptions.Patience"/> lasts.</summary>
    /// <param name="what">What should happen, such as "that the replicas follow".</param>
    /// <param name="wait">Waits for it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SpoiltException">It has not happened in time.</exception>
    public Task WithinPatienceAsync(string what, Func<CancellationToken, Task> wait, CancellationToken cancellationToken) =>
        Limit.WithinAsync(Options.Patience, what, wait, cancellationToken);

    /// <summary>Lets go on in the background what is to be over before the run is.</summary>
    /// <param name="task">What goes on.</param>
    public void Begin(Task task) => _begun.Add(task);

    /// <summary>Finds out what can never get better.</summary>
    /// <exception cref="SpoiltException">A server died that should not have.</exception>
    public async Task ThrowIfDeadAsync()
    {
        if (_tasks.Concat(_begun).FirstOrDefault(task => task.IsFaulted) is { } faulted)
        {
            await faulted;
        }
        if (Regions.SelectMany(region => region.Cache.Nodes).FirstOrDefault(node => node.DiedUnplanned) is { } dead)
        {
            throw new SpoiltException($"the server of {dead.Id} died:{Environment.NewLine}{string.Join(Environment.NewLine, dead.Log)}");
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
        await (Offsets?.StopAsync() ?? Task.CompletedTask);
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
        // What still waits for a server has heard by now that there is none.
        await Task.WhenAll(_begun).ContinueWith(_ => { }, TaskScheduler.Default);
        _certificates?.Dispose();
        Directory.Delete(_folder, recursive: true);
        _clients.Dispose();
        _rules.Dispose();
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        var files = Options.Option is { } option ? OptionFiles.Of(option) : World.Files(Options.Regions);
        World = await World.StartAsync(files, Options.Tick, cancellationToken);
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
            var client = new SessionClient(region, Regions, LookUpAsync, Ledger, Clock, text => Note(text, detail: true));
            _tasks.Add(client.WriteAsync(Options.Rate, _clients.Token));
            _tasks.Add(client.ReadAsync(Options.Rate, _clients.Token));
            _ruleTasks.Add(region.Local.Rule.RunAsync(_rules.Token));
        }
        _ruleTasks.Add(lag.RunAsync(_rules.Token));
    }

    // A resolver that has no answer is a matter of the network to its clients.
    private async Task<string?> LookUpAsync()
    {
        try
        {
            return await World.WriterAsync();
        }
        catch (Exception failure) when (
            failure is AmazonServiceException or AmazonClientException or HttpRequestException or OperationCanceledException)
        {
            throw new IOException($"{World.WriterName} cannot be looked up: {failure.Message}", failure);
        }
    }
}
