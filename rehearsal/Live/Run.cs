namespace SessionStore.Rehearsal.Live;

/// <summary>Plays a scenario from the first write to the verdict.</summary>
public static class Run
{
    private const int TicksAtTheEnd = 3;

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(1.5);

    /// <summary>Plays a scenario.</summary>
    /// <param name="scenario">What happens.</param>
    /// <param name="options">How it is done.</param>
    /// <param name="tell">Called with everything that happens.</param>
    /// <param name="cancellationToken">Ends it early, with everything that it started.</param>
    public static async Task<Facts> PlayAsync(Scenario scenario, RunOptions options, Action<Event> tell, CancellationToken cancellationToken)
    {
        await using var stage = await LiveStage.StartAsync(options, tell, cancellationToken);
        stage.Note("clients write and read in all Regions");
        await Task.Delay(_warmUp, cancellationToken);
        await scenario.PlayAsync(stage, cancellationToken);

        var changes = stage.Changes.Count;
        await stage.TicksAsync(TicksAtTheEnd, cancellationToken);
        var later = stage.Changes.Count - changes;
        await stage.StopClientsAsync();
        stage.Note("clients stop");
        return await LookAsync(stage, scenario, later);
    }

    private static async Task<Facts> LookAsync(LiveStage stage, Scenario scenario, int changesAtTheEnd)
    {
        var target = await stage.World.WriterAsync();
        var named = stage.Regions.SingleOrDefault(region => region.Server.Host == target);
        var lost = new List<Write>();
        foreach (var write in named is null ? [] : stage.Ledger.Writes)
        {
            if (!await named!.Server.HoldsAsync(write.Key))
            {
                lost.Add(write);
            }
        }
        var accept = new List<string>();
        foreach (var region in stage.Regions)
        {
            if (await AcceptsWritesAsync(region.Server))
            {
                accept.Add(region.Name);
            }
        }
        return new Facts
        {
            Scenario = scenario.Name,
            Events = [.. stage.Events],
            Changes = [.. stage.Changes],
            Writes = [.. stage.Ledger.Writes.OrderBy(write => write.At)],
            Lost = lost,
            RecordNames = named?.Name,
            AcceptWrites = accept,
            ChangesAtTheEnd = changesAtTheEnd,
            ReplicatedUntil = stage.Offsets.ReplicatedUntil,
            UnreplicatedBytes = stage.Offsets.UnreplicatedBytes,
            Refused = stage.Ledger.Refused,
            Failed = stage.Ledger.Failed,
            Reads = (stage.Ledger.Reads, stage.Ledger.ReadsFailed),
            DeadLetters = stage.Regions.Sum(region => region.Local.Invocations.DeadLetters),
        };
    }

    private static async Task<bool> AcceptsWritesAsync(ValkeyServer server)
    {
        try
        {
            await server.ExecuteAsync("SET", "rehearsal:probe", "1", "EX", "60");
            return true;
        }
        catch (Exception failure) when (failure is RespException or IOException)
        {
            return false;
        }
    }
}
