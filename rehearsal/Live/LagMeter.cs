using SessionStore.Contract;

namespace SessionStore.Rehearsal.Live;

/// <summary>Measures the replication lag of the secondaries, as ElastiCache does.</summary>
internal sealed class LagMeter(Datastore datastore, IReadOnlyList<LiveRegion> regions)
{
    /// <summary>Sends every secondary's replication lag to CloudWatch, as ElastiCache does every minute; here every second.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await SendAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>Sends every secondary's replication lag once.</summary>
    public async Task SendAsync()
    {
        foreach (var region in regions)
        {
            try
            {
                if (await datastore.RoleAsync(region) == MemberRoles.Secondary && await region.Server.LagAsync() is { } lag)
                {
                    region.Local.Metrics.SendLag(region.Group, lag.TotalSeconds);
                }
            }
            catch (IOException)
            {
                // A server that is down has no lag to tell.
            }
        }
    }
}
