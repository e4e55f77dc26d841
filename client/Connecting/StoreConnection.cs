using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SessionStore.Client.Naming;
using SessionStore.Client.Telemetry;
using StackExchange.Redis;

namespace SessionStore.Client.Connecting;

/// <summary>
/// The connections that an application shares: one to the writer, and one to the nearest replica where a reader name of its own is
/// set.
/// </summary>
internal sealed class StoreConnection : ISessionStoreConnection, IAsyncDisposable, IDisposable
{
    public StoreConnection(
        IOptions<SessionStoreOptions> options, IEndpointResolver resolver, IConnector connector, TimeProvider time,
            ILogger<StoreConnection> logger, Instruments instruments)
    {
        var value = options.Value;
        var pauses = new Pauses(Random.Shared.NextDouble);
        Writer = Follow(value.WriterName!, writes: true);
        Reader = string.IsNullOrWhiteSpace(value.ReaderName) || value.IsOneName ? Writer : Follow(value.ReaderName, writes: false);

        Follower Follow(string name, bool writes) => new(
            new(name, writes, value.Budget, value.CommandTimeout, value.MaximumWaiting), resolver, connector, pauses, time, logger,
                instruments);
    }

    /// <summary>Follows the writer name.</summary>
    public Follower Writer { get; }

    /// <summary>Follows the reader name; the same as <see cref="Writer"/> where there is none, or both names are one.</summary>
    public Follower Reader { get; }

    /// <inheritdoc/>
    SessionStoreEndpoint? ISessionStoreConnection.Writer =>
        Writer.Current is { } current ? SessionStoreEndpoint.Of(current.Endpoint.Host) : null;

    /// <inheritdoc/>
    public async ValueTask<IDatabase> GetWriterAsync(CancellationToken cancellationToken) =>
        await DatabaseAsync(Writer, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IDatabase> GetReaderAsync(CancellationToken cancellationToken) =>
        await DatabaseAsync(Reader, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<IDatabase, Task<T>> operation, bool repeatable, CancellationToken cancellationToken) =>
        Writer.ExecuteAsync(operation, static (link, run) => run(link.Database), repeatable, cancellationToken);

    /// <inheritdoc/>
    public async Task<T> ReadAsync<T>(Func<IDatabase, Task<T>> operation, CancellationToken cancellationToken)
    {
        if (Reader != Writer)
        {
            try
            {
                return await Reader.ExecuteOnceAsync(operation, static (link, run) => run(link.Database), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (SessionStoreUnavailableException)
            {
            }
        }
        return await Writer.ExecuteAsync(operation, static (link, run) => run(link.Database), repeatable: true, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Begins to connect.</summary>
    public void Start()
    {
        Writer.Start();
        Reader.Start();
    }

    /// <summary>Connects anew with what signs in now.</summary>
    public void Renew()
    {
        Writer.Renew();
        Reader.Renew();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync().ConfigureAwait(false);
        if (Reader != Writer)
        {
            await Reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static Task<IDatabase> DatabaseAsync(Follower follower, CancellationToken cancellationToken) =>
        follower.ExecuteAsync(0, static (link, _) => Task.FromResult(link.Database), repeatable: true, cancellationToken);
}
