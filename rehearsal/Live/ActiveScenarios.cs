namespace SessionStore.Rehearsal.Live;

/// <summary>What happens in a store in which every Region takes writes.</summary>
internal static class ActiveScenarios
{
    /// <summary>The first Region is lost; its users are led to the other one; it comes back, empty.</summary>
    public static async Task LoseAsync(ActiveStage stage, CancellationToken cancellationToken)
    {
        var (lost, left) = (stage.Servers[0], stage.Servers[1]);
        await ActiveSteps.LoseAsync(stage, lost);
        await ActiveSteps.ServedAsync(stage, lost.Region, by: left.Region, cancellationToken);
        await ActiveSteps.StatusAsync(stage, cancellationToken);
        await stage.MinutesAsync(2, cancellationToken);
        await ActiveSteps.ReturnAsync(stage, lost, cancellationToken);
        var back = stage.Diary.Clock.Elapsed;
        if (await stage.UntilAsync(
            () => stage.Ledger.Writes.Any(write => write.Node == lost.Node && write.At > back), cancellationToken) is not null)
        {
            stage.Diary.Note($"clients of {lost.Region} write to {lost.Region}");
        }
        await ActiveSteps.ServedAsync(stage, lost.Region, by: lost.Region, cancellationToken);
        await stage.MinutesAsync(2, cancellationToken);
    }

    /// <summary>
    /// Sessions end all the time. The process that sweeps is killed; then the Regions do not hear of one another; then they do again.
    /// </summary>
    public static async Task SweepAsync(ActiveStage stage, CancellationToken cancellationToken)
    {
        stage.Sweeps.AreJudged = true;
        foreach (var server in stage.Servers)
        {
            await stage.WithinPatienceAsync($"for a process to sweep {server.Region}",
                () => stage.Sweeps.SweepingIn(server.Region) is not null && stage.Sweeps.ClaimIn(server.Region) is not null,
                cancellationToken);
        }
        stage.Diary.Note("one process in each Region sweeps");
        var grace = HastyApplication.Grace(stage.Options.Tick);
        // Where nobody sweeps or nothing is removed, there is nothing more to see.
        if (!await KillSweeperAsync(stage, stage.Servers[0].Region, cancellationToken)
            || await stage.UntilAsync(() => stage.Servers.All(server => stage.Endings.All.Any(session =>
                session.Node == server.Node && session.GoneAt is not null)), cancellationToken, more: grace) is null)
        {
            stage.Sweeps.Until = stage.Diary.Clock.Elapsed;
            return;
        }
        stage.Diary.Note("the first sessions that were over are removed in each Region");
        await BeSilentAsync(stage, cancellationToken);
        var until = stage.Diary.Clock.Elapsed;
        stage.Sweeps.Until = until;
        if (await stage.UntilAsync(() => stage.Endings.All.All(session => session.By + grace > until || session.GoneAt is not null),
            cancellationToken) is not null)
        {
            stage.Diary.Note("what was over for longer than its grace is removed in each Region");
        }
    }

    private static async Task<bool> KillSweeperAsync(ActiveStage stage, string region, CancellationToken cancellationToken)
    {
        var (owner, process) = (stage.Sweeps.ClaimIn(region)?.Owner, stage.Sweeps.SweepingIn(region)!);
        await stage.Applications.KillAsync(region, process);
        var (at, longest) = (stage.Diary.Clock.Elapsed, DateTimeOffset.UtcNow + HastyApplication.Term(stage.Options.Tick));
        stage.Diary.Note($"the process that swept {region} is killed (SIGKILL)");
        var took = await stage.UntilAsync(() => Follows(stage.Sweeps.ClaimIn(region)), cancellationToken);
        stage.Sweeps.TookOver(region, at, took);
        if (took is not null)
        {
            stage.Diary.Note($"another process sweeps {region}");
        }
        return took is not null;

        bool Follows(SweepClaim? claim) => claim?.Owner == owner && claim?.Until > longest
            // Renewed since the kill, so by a process that lives.
            ? throw new SpoiltException($"the lease of {region} had changed hands before its process was killed: this machine is too slow")
            : claim is not null && claim.Owner != owner;
    }

    // A removal needs a look that is no older than the silence, and in that look a word that was no older either. One that was decided
    // upon before may still be on its way.
    private static async Task BeSilentAsync(ActiveStage stage, CancellationToken cancellationToken)
    {
        var silence = HastyApplication.Silence(stage.Options.Tick);
        await stage.Courier.CutAsync(true, cancellationToken);
        stage.Diary.Note("the Regions do not hear of one another: whoever sweeps waits");
        await Task.Delay((silence * 2) + TimeSpan.FromSeconds(1), cancellationToken);
        var from = stage.Diary.Clock.Elapsed;
        await stage.MinutesAsync(3, cancellationToken);
        var to = stage.Diary.Clock.Elapsed;
        foreach (var server in stage.Servers)
        {
            stage.Sweeps.WasSilent(server.Region, from, to);
        }
        await stage.Courier.CutAsync(false, cancellationToken);
        stage.Diary.Note("the Regions hear of one another again");
    }
}

/// <summary>What a scenario is in a store in which every Region takes writes.</summary>
/// <param name="About">What happens, in one line.</param>
/// <param name="Visited">Whether it is about the application's visitors, too.</param>
/// <param name="PlayAsync">What happens.</param>
internal sealed record ActiveDeed(string About, bool Visited, Func<ActiveStage, CancellationToken, Task> PlayAsync);
