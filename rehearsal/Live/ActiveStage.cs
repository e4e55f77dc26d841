using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// The Regions of a store in which every Region takes writes: a server that stands in for each Region's cluster, clients, the application
/// with its sweepers, visitors, and everything that they do written down.
/// </summary>
internal sealed partial class ActiveStage : IAsyncDisposable
{
    private readonly AsyncDisposableStack _parts;
    private readonly CancellationTokenSource _clients = new(), _rest = new();
    private readonly List<Task> _tasks = [], _restTasks = [];
    private IReadOnlyList<ActiveClient> _sessionClients = [];

    private ActiveStage(
        RunOptions options, Diary diary, ActiveWorld world, IReadOnlyList<StandInServer> servers, string instance,
        AsyncDisposableStack parts)
    {
        (Options, Diary, World, Servers, _parts) = (options, diary, world, servers, parts);
        Endings = new(instance);
        // Thrice as often as a sweeper looks: what it looks at must not be old.
        Courier = new(servers, instance, HastyApplication.Round(options.Tick) / 3);
        Names = new(world, diary);
        Sweeps = new(this, instance);
    }

    /// <summary>How the run is done.</summary>
    public RunOptions Options { get; }

    public Diary Diary { get; }

    /// <summary>The stages, and the names that they declare.</summary>
    public ActiveWorld World { get; }

    /// <summary>The Regions' servers, that of the primary stack first.</summary>
    public IReadOnlyList<StandInServer> Servers { get; }

    /// <summary>What is carried between the Regions.</summary>
    public Courier Courier { get; }

    /// <summary>Where the name leads in each Region.</summary>
    public ActiveNames Names { get; }

    /// <summary>Who sweeps, and what is swept.</summary>
    public SweepWatch Sweeps { get; }

    /// <summary>The session application, near each Region and in it.</summary>
    public Applications Applications { get; private set; } = null!;

    /// <summary>What the clients saw.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>The sessions that ended.</summary>
    public Endings Endings { get; }

    /// <summary>What the application's visitors saw.</summary>
    public Visits Visits { get; } = new();

    /// <summary>Near which Region each visitor is; empty where nobody visits.</summary>
    public Dictionary<string, string> Homes { get; } = [];

    /// <summary>The Regions that were lost.</summary>
    public List<RegionLoss> Losses { get; } = [];

    /// <summary>The longest that anything is allowed to take, twice: a minute of the sweeper's, and as much as a look may.</summary>
    public TimeSpan Promised => (Options.Tick + Options.LongestInvocation) * 2;

    /// <summary>Waits until something is so, as long as it may take twice, and no longer.</summary>
    /// <param name="more">How much longer than anything else it may take.</param>
    /// <returns>How long it took; null where it never was.</returns>
    /// <exception cref="SpoiltException">A part died that should not have.</exception>
    public async Task<TimeSpan?> UntilAsync(Func<bool> condition, CancellationToken cancellationToken, TimeSpan more = default)
    {
        for (var since = Diary.Clock.Elapsed; Diary.Clock.Elapsed - since < Promised + more; await Task.Delay(20, cancellationToken))
        {
            await ThrowIfDeadAsync();
            if (condition())
            {
                return Diary.Clock.Elapsed - since;
            }
        }
        return null;
    }

    /// <summary>Waits for what no promise is about, as long as <see cref="RunOptions.Patience"/> lasts.</summary>
    /// <param name="what">What should happen, such as "for the server to start".</param>
    /// <exception cref="SpoiltException">It has not happened in time.</exception>
    public Task WithinPatienceAsync(string what, Func<CancellationToken, Task> wait, CancellationToken cancellationToken) =>
        Limit.WithinAsync(Options.Patience, what, async limit =>
        {
            await wait(limit);
            return true;
        }, cancellationToken);

    /// <summary>Waits for what no promise is about to become so.</summary>
    /// <inheritdoc cref="WithinPatienceAsync(string, Func{CancellationToken, Task}, CancellationToken)"/>
    public Task WithinPatienceAsync(string what, Func<bool> condition, CancellationToken cancellationToken) =>
        WithinPatienceAsync(what, async limit =>
        {
            for (; !condition(); await Task.Delay(20, limit))
            {
                await ThrowIfDeadAsync();
            }
        }, cancellationToken);

    /// <summary>Waits for some minutes of the sweeper's.</summary>
    public Task MinutesAsync(double minutes, CancellationToken cancellationToken) =>
        Task.Delay(Options.Tick * minutes, cancellationToken);

    /// <summary>Ends the clients and waits for their last write.</summary>
    public async Task StopClientsAsync()
    {
        await _clients.CancelAsync();
        await Task.WhenAll(_tasks);
    }

    /// <summary>Ends everything that was started.</summary>
    public async ValueTask DisposeAsync()
    {
        await _rest.CancelAsync();
        await _clients.CancelAsync();
        // Whatever befell a client, the servers must not outlive the run.
        await Task.WhenAll([.. _tasks, .. _restTasks]).ContinueWith(_ => { }, TaskScheduler.Default);
        await _parts.DisposeAsync();
        _clients.Dispose();
        _rest.Dispose();
    }

    // What can never get better.
    private async Task ThrowIfDeadAsync()
    {
        if (_tasks.Concat(_restTasks).FirstOrDefault(task => task.IsFaulted) is { } faulted)
        {
            await faulted;
        }
        if (Servers.FirstOrDefault(server => server.Death.Unplanned) is { } dead)
        {
            throw new SpoiltException(
                $"the server of {dead.Region} died:{Environment.NewLine}{string.Join(Environment.NewLine, dead.Death.Log)}");
        }
        if (Applications.Dead.FirstOrDefault() is { Instance: { } ended } app)
        {
            throw new SpoiltException(
                $"an application in {app.Region} died:{Environment.NewLine}{string.Join(Environment.NewLine, ended.Log)}");
        }
    }
}
