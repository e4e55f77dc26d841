using Microsoft.Extensions.Options;
using SessionStore.Client.Naming;
using StackExchange.Redis;

namespace SessionStore.Client.Connecting;

/// <summary>Finds and connects as a <see cref="Follower"/> does, once.</summary>
internal sealed class OwnConnections(IOptions<SessionStoreOptions> options, IEndpointResolver resolver, IConnector connector)
    : ISessionStoreConnector
{
    /// <inheritdoc/>
    public Task<string> FindWriterAsync(CancellationToken cancellationToken) =>
        OrUnavailableAsync(options.Value.WriterName!, async name =>
            (await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false)).Host, cancellationToken);

    /// <inheritdoc/>
    public Task<IConnectionMultiplexer> ConnectAsync(string endpoint, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(endpoint);
        return OrUnavailableAsync(endpoint, async name =>
        {
            var found = await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
            var link = await connector.ConnectAsync(found, writes: true, cancellationToken).ConfigureAwait(false);
            return link.Database.Multiplexer;
        }, cancellationToken);
    }

    private static async Task<T> OrUnavailableAsync<T>(string name, Func<string, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(name).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not SessionStoreUnavailableException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new SessionStoreUnavailableException($"{name}: {failure.Message}", mayHaveBeenDone: false, failure);
        }
    }
}
