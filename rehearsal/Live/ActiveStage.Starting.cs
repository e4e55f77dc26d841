using SessionStore.Client;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>How it all starts: first what nothing is measured of, then the clients.</summary>
internal sealed partial class ActiveStage
{
    private const int VisitorsNearEach = 2;

    /// <summary>Runs the programs of all stages, starts the servers, and lets the clients begin to write.</summary>
    /// <param name="visited">Whether people visit the application.</param>
    public static async Task<ActiveStage> StartAsync(
        RunOptions options, bool visited, Action<Event> tell, CancellationToken cancellationToken)
    {
        var parts = new AsyncDisposableStack();
        try
        {
            var stage = await Limit.WithinAsync(
                options.Patience,
                "for the emulators and the servers",
                limit => BuildAsync(options, tell, parts, limit),
                cancellationToken);
            stage.Start(visited);
            return stage;
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    private static async Task<ActiveStage> BuildAsync(
        RunOptions options, Action<Event> tell, AsyncDisposableStack parts, CancellationToken cancellationToken)
    {
        var folder = parts.UseTemporaryFolder();
        var certificates = new Certificates(folder);
        parts.Defer(certificates.Dispose);
        var world = parts.Use(await ActiveWorld.StartAsync(OptionFiles.Of(Scenario.ActiveOption), cancellationToken));
        var logins = Logins.Of(world.Regions[0].Stage.Outputs);
        var servers = new List<StandInServer>();
        foreach (var region in world.Regions)
        {
            servers.Add(parts.Use(await StandInServer.StartAsync(region, logins, certificates, folder, cancellationToken)));
        }
        var endpoints = servers.Select(server => KeyValuePair.Create(server.Host, server.Address)).ToArray();
        var settings = world.Regions.ToDictionary(
            region => region.Name,
            region => ClientSettings.Of(region.Stage, region.Resolver, endpoints, logins, certificates.AuthorityFile));
        var diary = new Diary(tell);
        var stage = new ActiveStage(options, diary, world, servers, logins.Client[nameof(SessionStoreOptions.InstanceName)], parts);
        stage._sessionClients = [.. world.Regions.Select(region => parts.Use(new ActiveClient(
            region.Name, settings[region.Name], options.Tick, node => servers.Single(server => server.HasHad(node)).Region, stage.Ledger,
            stage.Endings, diary)))];
        await Task.WhenAll(stage._sessionClients.Select(client => client.StartAsync(cancellationToken)));

        var balancers = new List<(string?, LocalBalancer)>();
        foreach (var region in world.Regions)
        {
            balancers.Add((region.Name, parts.Use(await LocalBalancer.StartAsync())));
        }
        stage.Applications = parts.Use(new Applications(balancers, (region, limit) =>
            AppInstance.StartAsync(region, settings[region], folder, limit, options.Tick)));
        foreach (var region in world.Regions)
        {
            await stage.Applications.StartAsync(region.Name, cancellationToken);
            // As docs/memorydb.md says: the first Region alone, once, so that there is one first key.
            await stage.Courier.CarryAsync(cancellationToken);
        }
        return stage;
    }

    private void Start(bool visited)
    {
        Diary.Clock.Start();
        Diary.Note(ActiveFacts.StandIn);
        foreach (var client in _sessionClients)
        {
            _tasks.Add(client.RunAsync(Options.Rate, _clients.Token));
        }
        _restTasks.AddRange([Courier.RunAsync(_rest.Token), Names.RunAsync(_rest.Token), Sweeps.RunAsync(_rest.Token)]);
        foreach (var region in visited ? World.Regions : [])
        {
            for (var number = 1; number <= VisitorsNearEach; number++)
            {
                var name = $"visitor {Homes.Count + 1}";
                Homes[name] = region.Name;
                var visitor = new Visitor(name, Applications.UrlNear(region.Name), Visits, Diary.Clock);
                _parts.Defer(visitor.Dispose);
                _tasks.Add(visitor.VisitAsync(_clients.Token));
            }
        }
    }
}
