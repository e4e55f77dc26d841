namespace SessionStore.Rehearsal.Live;

/// <summary>Learns, when nobody writes any more, what the record and the servers say.</summary>
internal static class FactsReader
{
    /// <summary>What there is to see when nothing could be started, or before anybody has looked.</summary>
    /// <param name="scenario">What should have happened.</param>
    /// <param name="circumstances">What the run should have been.</param>
    /// <param name="spoilt">Why it could not be played to its end; null when it was.</param>
    public static Facts Nothing(Scenario scenario, Circumstances circumstances, string? spoilt) => new()
    {
        Scenario = scenario.Name,
        Circumstances = circumstances,
        Spoilt = spoilt,
        Regions = [],
        Events = [],
        Changes = [],
        Answers = [],
        Overrides = [],
        Trespasses = [],
        Writes = [],
        Lost = null,
        RecordNames = null,
        RecordNode = null,
        AcceptWrites = [],
        ChangesAtTheEnd = 0,
        FailedTries = [],
        Unacknowledged = [],
        Reads = [],
        DeadLetters = 0,
    };

    /// <summary>What a run has shown.</summary>
    /// <param name="stage">The stage, whose clients have stopped.</param>
    /// <param name="circumstances">What the run was.</param>
    /// <param name="changesAtTheEnd">Changes of the record in the last ticks.</param>
    /// <param name="spoilt">Why the run could not be played to its end; null when it was.</param>
    public static async Task<Facts> ReadAsync(
        LiveStage stage, Scenario scenario, Circumstances circumstances, int changesAtTheEnd, string? spoilt)
    {
        var target = await stage.World.WriterAsync();
        var named = stage.Regions.SingleOrDefault(region => region.Server.Host == target);
        var replication = stage.Replication is { } replicators && spoilt is null
            ? await replicators.ReadAsync(named, CancellationToken.None) : null;
        var lost = named is null ? null : await LostAsync(stage, named.Server);
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
            Circumstances = circumstances,
            Spoilt = spoilt,
            Regions = [.. stage.Regions.Select(region => region.Name)],
            Events = [.. stage.Events],
            Changes = [.. stage.Changes],
            Answers = [.. stage.NameWatch.Answers],
            Overrides = [.. stage.NameWatch.Overrides],
            Trespasses = [.. stage.World.Route53.Trespasses],
            Writes = [.. stage.Ledger.Writes.OrderBy(write => write.At)],
            Lost = lost,
            RecordNames = named?.Name,
            RecordNode = named?.Server.Id,
            AcceptWrites = accept,
            ChangesAtTheEnd = changesAtTheEnd,
            ReplicatedUntil = stage.Offsets.ReplicatedUntil,
            UnreplicatedBytes = stage.Offsets.UnreplicatedBytes,
            FailedTries = [.. stage.Ledger.FailedTries.OrderBy(attempt => attempt.At)],
            Unacknowledged = [.. stage.Ledger.Unacknowledged.OrderBy(write => write.At)],
            Reads = [.. stage.Ledger.Reads.OrderBy(read => read.At)],
            Visits = stage.Applications is null ? null : stage.Visits.Facts,
            Replication = replication,
            DeadLetters = stage.Regions.Sum(region => region.Local.Invocations.DeadLetters),
        };
    }

    private static async Task<IReadOnlyList<Write>?> LostAsync(LiveStage stage, ValkeyServer server)
    {
        var lost = new List<Write>();
        try
        {
            foreach (var write in stage.Ledger.Writes)
            {
                if (!await server.HoldsAsync(write.Key))
                {
                    lost.Add(write);
                }
            }
            return lost;
        }
        catch (IOException)
        {
            // A dead server says nothing about what it held.
            return null;
        }
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
