using SessionStore.Contract;

namespace SessionStore.Rehearsal.Live;

/// <summary>What happens while Route 53's API stays away, until the record has followed the override.</summary>
internal static class SilentScenarios
{
    /// <summary>The first Region is lost, and comes back before Route 53's API does.</summary>
    public static async Task LoseAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        await LoseApiAsync(stage, cancellationToken);
        await DatastoreScenarios.LoseFirstAsync(stage, cancellationToken);
        // It has heard of no pin, and its function cannot look it up.
        await DatastoreScenarios.ReturnFirstAsync(stage, cancellationToken);
        await HandOverAsync(stage, stage.Regions[1], cancellationToken);
    }

    /// <summary>The second Region is promoted while both are there.</summary>
    public static async Task PromoteAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        await LoseApiAsync(stage, cancellationToken);
        await Steps.PromoteAsync(stage, stage.Regions[1], cancellationToken);
        await stage.TicksAsync(2, cancellationToken);
        await HandOverAsync(stage, stage.Regions[1], cancellationToken);
    }

    // Not before the functions have looked: what they decide from in the silence is what they have read.
    private static async Task LoseApiAsync(LiveStage stage, CancellationToken cancellationToken)
    {
        if (stage.Regions.Any(region => region.OverrideHealthCheck is null))
        {
            throw new SpoiltException("not every Region can override the writer record: expected dataPlaneFailover to be true");
        }
        await stage.WithinPatienceAsync("for the functions to keep what they read", async limit =>
        {
            while (!stage.Regions.All(region => stage.TakeOver.HasBeenTold(region.Name, MessageKeys.Reconcile, TimeSpan.Zero)))
            {
                await stage.ThrowIfDeadAsync();
                await Task.Delay(20, limit);
            }
        }, cancellationToken);
        stage.World.Route53.Down = true;
        stage.Note("the Route 53 control plane is gone");
    }

    private static async Task HandOverAsync(LiveStage stage, LiveRegion to, CancellationToken cancellationToken)
    {
        stage.World.Route53.Down = false;
        stage.Note("the Route 53 control plane is back");
        await stage.TakeOver.WaitForRecordAsync(to, cancellationToken);
    }
}
