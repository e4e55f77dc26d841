using StackExchange.Redis;

namespace SessionStore.Client;

/// <summary>The application's shared connection to the store, for commands of its own.</summary>
public interface ISessionStoreConnection
{
    /// <summary>The server that takes writes, as far as is known now; null while there is no connection to one.</summary>
    public SessionStoreEndpoint? Writer { get; }

    /// <summary>The database of the server that takes writes now. Ask anew for each command: after a failover it is another.</summary>
    /// <exception cref="SessionStoreUnavailableException">There is none within the budget.</exception>
    public ValueTask<IDatabase> GetWriterAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The database of the nearest replica now; that of the writer where no reader name is set. Ask anew for each command.
    /// </summary>
    /// <exception cref="SessionStoreUnavailableException">There is none within the budget.</exception>
    public ValueTask<IDatabase> GetReaderAsync(CancellationToken cancellationToken = default);

    /// <summary>Carries out an operation at the writer, and repeats it within the budget where that is safe.</summary>
    /// <param name="operation">Sends commands and waits for their answers.</param>
    /// <param name="repeatable">
    /// Whether the operation, done twice, is as if done once. If not, it is repeated only where the server has refused it or never got it.
    /// </param>
    /// <param name="cancellationToken">Ends the wait. What was sent is not called back.</param>
    /// <exception cref="SessionStoreUnavailableException">The budget is spent, or the operation was lost and is not repeatable.</exception>
    public Task<T> WriteAsync<T>(Func<IDatabase, Task<T>> operation, bool repeatable = false,
        CancellationToken cancellationToken = default);

    /// <summary>Carries out a reading operation at the nearest replica, and at the writer where that does not answer.</summary>
    /// <param name="operation">Sends commands and waits for their answers.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SessionStoreUnavailableException">The budget is spent.</exception>
    public Task<T> ReadAsync<T>(Func<IDatabase, Task<T>> operation, CancellationToken cancellationToken = default);
}
