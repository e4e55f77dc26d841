namespace SessionStore.Rehearsal.Live;

/// <summary>Plays a scenario from the first write to the verdict.</summary>
internal static class Run
{
    private const int TicksAtTheEnd = 3;

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(1.5);

    /// <summary>Plays a scenario. A run that cannot go on is looked at where it stands, and says why.</summary>
    /// <param name="scenario">What happens.</param>
    /// <param name="tell">Called with everything that happens.</param>
    /// <param name="cancellationToken">Ends it early, with everything that it started.</param>
    /// <param name="afterwardsAsync">Called at the end with what was seen, while everything still runs.</param>
    /// <exception cref="InvalidOperationException">A program is missing, or a stage refuses its settings.</exception>
    public static async Task<Facts> PlayAsync(
        Scenario scenario, RunOptions options, Action<Event> tell, CancellationToken cancellationToken,
        Func<LiveStage, Facts, Task>? afterwardsAsync = null)
    {
        if (options.Option == Scenario.ActiveOption)
        {
            return await ActiveRun.PlayAsync(scenario, scenario.ActiveDeed, options, tell, cancellationToken);
        }
        var circumstances = new Circumstances(scenario.About, DateTimeOffset.UtcNow, options.Described, []);
        LiveStage started;
        try
        {
            started = await LiveStage.StartAsync(options, tell, cancellationToken);
        }
        catch (Exception failure) when (failure is SpoiltException or IOException)
        {
            return FactsReader.Nothing(scenario, circumstances, failure.Message);
        }
        await using var stage = started;
        var versions = Versions.OfAsync(
            stage.World.Home.Stage.Only("aws:elasticache/replicationGroup:ReplicationGroup").Text("engineVersion"),
            stage.Regions[0].Server.InfoAsync,
            cancellationToken);
        int? changes = null;
        string? spoilt = null;
        stage.Note("clients write and read in all Regions");
        try
        {
            await Task.Delay(_warmUp, cancellationToken);
            await scenario.PlayAsync(stage, cancellationToken);
            changes = stage.Changes.Count;
            await stage.TicksAsync(TicksAtTheEnd, cancellationToken);
        }
        catch (Exception failure) when (failure is SpoiltException or IOException)
        {
            spoilt = failure.Message;
            stage.Note("the rehearsal cannot go on");
        }
        var later = changes is { } before ? stage.Changes.Count - before : 0;
        await stage.StopClientsAsync();
        stage.Note("clients stop");
        var facts = await FactsReader.ReadAsync(stage, scenario, circumstances with { Versions = await versions }, later, spoilt);
        await (afterwardsAsync?.Invoke(stage, facts) ?? Task.CompletedTask);
        return facts;
    }
}
