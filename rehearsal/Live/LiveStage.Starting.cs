using SessionStore.Contract;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>How it all starts: first what nothing is measured of, then the clients and the rules.</summary>
internal sealed partial class LiveStage
{
    private const int Visitors = 4;

    // A minute on AWS. Longer than the record's time to live, which is not shortened: writers have followed the name by then.
    private static readonly TimeSpan _settle = TimeSpan.FromSeconds(FunctionTimes.RecordTtlSeconds + 5);

    /// <summary>Runs the programs of all stages, starts the servers, and lets the clients begin to write.</summary>
    public static async Task<LiveStage> StartAsync(RunOptions options, Action<Event> tell, CancellationToken cancellationToken)
    {
        var parts = new AsyncDisposableStack();
        try
        {
            var stage = await Limit.WithinAsync(
                options.Patience,
                "for the emulators and the servers",
                limit => BuildAsync(options, tell, parts, limit),
                cancellationToken);
            stage.Start();
            return stage;
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    private static async Task<LiveStage> BuildAsync(
        RunOptions options, Action<Event> tell, AsyncDisposableStack parts, CancellationToken cancellationToken)
    {
        var folder = parts.UseTemporaryFolder();
        var certificates = new Certificates(folder);
        parts.Defer(certificates.Dispose);
        var files = options.Option is { } option ? OptionFiles.Of(option) : World.Files(options.Regions);
        var world = parts.Use(await World.StartAsync(files, options.Tick, cancellationToken));
        var logins = Logins.Of(world.Home.Stage.Outputs);
        var regions = new List<LiveRegion>();
        foreach (var local in world.Regions)
        {
            var cache = await ReplicationGroup.StartAsync(local, logins, certificates, folder, cancellationToken);
            regions.Add(new(local, parts.Use(cache)));
        }
        var datastore = new Datastore(regions) { Fault = options.Notice };
        await datastore.FollowAsync(regions[0], cancellationToken);
        var lag = new LagMeter(datastore, regions);
        await lag.SendAsync();
        var stage = new LiveStage(options, tell, parts, world, regions, datastore, lag,
            region => Live.ClientSettings.Of(
                region.Local.Stage, region.Local.Resolver, regions.SelectMany(other => other.Cache.Endpoints), logins,
                certificates.AuthorityFile));
        // Where a store is moved in there is a replicator as well, and no old store to play.
        LiveReplicator[] workers = regions.Any(region => region.IsReplicated)
            ? [.. regions.Where(region => region.HasReplicator).Select(region => parts.Use(
                new LiveReplicator(region, regions, certificates.AuthorityFile, folder, _settle)))]
            : [];
        stage.Replication = workers.Length > 0 ? new(stage, workers) : null;
        if (options.Clients)
        {
            await Task.WhenAll(stage._sessionClients.Select(client => client.StartAsync(cancellationToken)));
        }
        if (options.Applications)
        {
            var balancer = parts.Use(await LocalBalancer.StartAsync());
            stage.Applications = parts.Use(new Applications([(null, balancer)], (name, limit) => AppInstance.StartAsync(
                name, stage.ClientSettings(regions.Single(region => region.Name == name)), folder, limit)));
            foreach (var region in regions)
            {
                await stage.Applications.StartAsync(region.Name, cancellationToken);
            }
        }
        return stage;
    }

    private void Start()
    {
        new Wiring(this).Connect();
        Clock.Start();
        if (Options.Clients)
        {
            Offsets.Start();
            StartClients();
        }
        foreach (var region in Regions)
        {
            _ruleTasks.Add(region.Local.Rule.RunAsync(_rules.Token));
        }
        if (Replication is { } replication)
        {
            replication.Connect();
            _ruleTasks.Add(replication.RunAsync(_rules.Token));
        }
        _ruleTasks.Add(_lag.RunAsync(_rules.Token));
        _ruleTasks.Add(NameWatch.RunAsync(_rules.Token));
    }

    private void StartClients()
    {
        foreach (var client in _sessionClients)
        {
            _tasks.Add(client.WriteAsync(Options.Rate, _clients.Token));
            _tasks.Add(client.ReadAsync(Options.Rate, _clients.Token));
        }
        for (var number = 1; number <= Visitors && Applications is not null; number++)
        {
            var visitor = new Visitor($"visitor {number}", Applications.Url, Visits, Clock);
            _parts.Defer(visitor.Dispose);
            _tasks.Add(visitor.VisitAsync(_clients.Token));
        }
    }

    private (LiveRegion Region, ValkeyServer Node) NodeAt(int port)
    {
        var nodes = Regions.SelectMany(region => region.Cache.Nodes.Select(node => (Region: region, Node: node))).ToArray();
        var now = Array.Find(nodes, at => at.Node.Port == port);
        return now.Node is null ? nodes.Single(at => at.Node.HasHad(port)) : now;
    }
}
