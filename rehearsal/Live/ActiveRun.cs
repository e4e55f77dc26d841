namespace SessionStore.Rehearsal.Live;

/// <summary>Plays a scenario in a store in which every Region takes writes, from the first write to the verdict.</summary>
internal static class ActiveRun
{
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(1.5);

    /// <inheritdoc cref="Run.PlayAsync"/>
    public static async Task<Facts> PlayAsync(
        Scenario scenario, ActiveDeed deed, RunOptions options, Action<Event> tell, CancellationToken cancellationToken)
    {
        var circumstances = new Circumstances(deed.About, DateTimeOffset.UtcNow, options.Described, []);
        ActiveStage started;
        try
        {
            started = await ActiveStage.StartAsync(options, deed.Visited, tell, cancellationToken);
        }
        catch (Exception failure) when (failure is SpoiltException or IOException)
        {
            return FactsReader.Nothing(scenario, circumstances, failure.Message) with { Active = ActiveFacts.Nothing };
        }
        await using var stage = started;
        // Of a server that is not going to be killed.
        var versions = Versions.OfAsync(
            stage.World.Regions[0].Stage.Only("aws:memorydb/multiRegionCluster:MultiRegionCluster").Text("engineVersion"),
            stage.Servers[1].InfoAsync,
            cancellationToken);
        string? spoilt = null;
        stage.Diary.Note("clients write and read in all Regions");
        try
        {
            await Task.Delay(_warmUp, cancellationToken);
            await deed.PlayAsync(stage, cancellationToken);
        }
        catch (Exception failure) when (failure is SpoiltException or IOException)
        {
            spoilt = failure.Message;
            stage.Diary.Note("the rehearsal cannot go on");
        }
        await stage.StopClientsAsync();
        stage.Diary.Note("clients stop");
        return await ReadAsync(stage, FactsReader.Nothing(scenario, circumstances with { Versions = await versions }, spoilt));
    }

    private static async Task<Facts> ReadAsync(ActiveStage stage, Facts nothing)
    {
        var (strays, refused) = (new List<(string, string)>(), new List<(string, string)>());
        IReadOnlyList<Write>? lost = null;
        try
        {
            var homes = stage.World.Regions.Select(region => region.Name).ToArray();
            foreach (var server in stage.Servers)
            {
                refused.AddRange((await server.RefusedAsync()).Select(command => (server.Region, command)));
                foreach (var other in homes.Where(home => home != server.Region))
                {
                    var keys = await server.KeysAsync(stage.Endings.StoredKey($"*{other}:*"));
                    strays.AddRange(keys.Select(key => (key, server.Region)));
                }
            }
            lost = await LostAsync(stage);
        }
        catch (IOException)
        {
            // A dead server says nothing about what it held.
        }
        return nothing with
        {
            Regions = [.. stage.World.Regions.Select(region => region.Name)],
            Events = [.. stage.Diary.Events],
            Writes = [.. stage.Ledger.Writes.OrderBy(write => write.At)],
            Lost = lost,
            Unacknowledged = [.. stage.Ledger.Unacknowledged.OrderBy(write => write.At)],
            Reads = [.. stage.Ledger.Reads.OrderBy(read => read.At)],
            Visits = stage.Homes.Count == 0 ? null : stage.Visits.Facts,
            Active = new()
            {
                Names = stage.Names.Paths,
                Losses = stage.Losses,
                Endings = stage.Endings.All,
                Refused = refused,
                Strays = strays,
                Homes = stage.Homes,
                Sweep = stage.Sweeps.Facts,
            },
        };
    }

    private static async Task<IReadOnlyList<Write>> LostAsync(ActiveStage stage)
    {
        var lost = new List<Write>();
        foreach (var write in stage.Ledger.Writes)
        {
            if (!await stage.Servers.Single(server => server.Region == write.Server).HoldsSessionAsync(write.Key))
            {
                lost.Add(write);
            }
        }
        return lost;
    }
}
