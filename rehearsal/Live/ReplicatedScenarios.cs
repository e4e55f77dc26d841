using SessionStore.Contract;

namespace SessionStore.Rehearsal.Live;

/// <summary>What happens in a store of which one Region is a replicator's to fill.</summary>
internal static class ReplicatedScenarios
{
    private const int Keys = 200;

    // Clients look the name up once per time to live, which is not shortened here; a change is at every name server at once.
    private static readonly string _refuseFor = $"{FunctionTimes.RecordTtlSeconds + 2}";

    /// <summary>The replicated Region is promoted under load, and then the first one again.</summary>
    public static async Task PlanAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        foreach (var region in new[] { stage.Regions[1], stage.Regions[0] })
        {
            await stage.Replication!.InStepAsync(region, cancellationToken);
            await Steps.PromoteAsync(stage, region, cancellationToken, "--refuse-for", _refuseFor);
        }
    }

    /// <summary>The first Region is lost; the replicated one is promoted; the lost one comes back, empty, and is filled.</summary>
    public static async Task LoseAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        var (lost, left, replication) = (stage.Regions[0], stage.Regions[1], stage.Replication!);
        await replication.InStepAsync(left, cancellationToken);
        replication.Lose(left);
        await replication.Of(lost).KillAsync();
        await Steps.LoseAsync(stage, lost);
        stage.Note($"{lost.Name} is lost (SIGKILL)", disturbs: left.Name);
        var since = stage.Clock.Elapsed;
        await Steps.OperateAsync(
            stage,
            "promote",
            left,
            () => stage.TakeOver.HasBeenTold(left.Name, MessageKeys.Pin, since),
            cancellationToken,
            "--accept-lag");
        await stage.RecoveredAsync(left, cancellationToken);
        replication.Followed();
        await Steps.ReturnAsync(stage, lost, cancellationToken);
        replication.Of(lost).Start();
        await stage.TicksAsync(2, cancellationToken);
    }

    /// <summary>The replicator is killed while sessions come, change and end, and returns.</summary>
    public static async Task GapAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        var (writer, copy, replication) = (stage.Regions[0], stage.Regions[1], stage.Replication!);
        await SetAsync("before", "EX", "600");
        await replication.InStepAsync(copy, cancellationToken);
        await replication.Of(copy).KillAsync();
        stage.Note($"the replicator of {copy.Name} is killed");
        for (var number = 0; number < Keys; number++)
        {
            var change = (number % 4) switch
            {
                0 => writer.Server.ExecuteAsync("DEL", Key(number)),
                1 => writer.Server.ExecuteAsync("SET", Key(number), "during", "EX", "900"),
                2 => writer.Server.ExecuteAsync("PEXPIRE", Key(number), "1"),
                _ => writer.Server.ExecuteAsync("RENAME", Key(number), $"{Key(number)}:renamed"),
            };
            await change;
        }
        await stage.TicksAsync(2, cancellationToken);
        replication.Of(copy).Start();
        stage.Note($"the replicator of {copy.Name} is back");
        await replication.InStepAsync(copy, cancellationToken);

        async Task SetAsync(string value, params string[] options)
        {
            for (var number = 0; number < Keys; number++)
            {
                await writer.Server.ExecuteAsync(["SET", Key(number), value, .. options]);
            }
        }
    }

    private static string Key(int number) => $"gap:{number}";
}
