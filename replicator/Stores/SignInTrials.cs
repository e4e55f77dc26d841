using Microsoft.Extensions.Logging;
using SessionStore.Client;
using SessionStore.Replicator.Telemetry;

namespace SessionStore.Replicator.Stores;

/// <summary>
/// Tries changed settings on a connection of their own: a server asks for a password only when somebody connects, so that a wrong one
/// would be found out by the next lost connection, at the worst time.
/// </summary>
internal sealed class SignInTrials(TimeProvider time, ILogger logger)
{
    // A file is written in parts, and the client hears of it at the same moment.
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(1);

    /// <summary>Tries and tells, until it is told to end.</summary>
    public Task RunAsync(IEnumerable<Store> stores, CancellationToken cancellationToken) =>
        Task.WhenAll(stores.Select(store => WatchAsync(store, cancellationToken)));

    private async Task WatchAsync(Store store, CancellationToken cancellationToken)
    {
        try
        {
            for (var changed = store.ChangedAsync(cancellationToken); ;)
            {
                await changed;
                await Task.Delay(_quiet, time, cancellationToken);
                changed = store.ChangedAsync(cancellationToken);
                await TryAsync(store, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task TryAsync(Store store, CancellationToken cancellationToken)
    {
        try
        {
            await using var link = await store.ConnectAsync(await store.FindAsync(cancellationToken), cancellationToken);
            Log.SignsIn(logger, store.Section, store.Name);
        }
        catch (SessionStoreUnavailableException replica) when (Store.TakesNoWrites(replica))
        {
            Log.SignsIn(logger, store.Section, store.Name);
        }
        catch (SessionStoreUnavailableException failure)
        {
            Log.DoesNotSignIn(logger, store.Section, failure.Message);
        }
    }
}
