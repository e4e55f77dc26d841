using StackExchange.Redis;

namespace SessionStore.Client;

/// <summary>
/// Opens connections that are the caller's own, by the same settings: for whoever has to know which server it talks to, and for how long,
/// such as a subscriber. They follow no name and are not replaced.
/// </summary>
public interface ISessionStoreConnector
{
    /// <summary>The endpoint that the writer name leads to now, in lower case. The resolver is asked anew, and may have an answer that is
    /// as old as the record's time to live.</summary>
    /// <exception cref="SessionStoreUnavailableException">
    /// It leads nowhere, to an endpoint that is not trusted, or nobody answers.
    /// </exception>
    public Task<string> FindWriterAsync(CancellationToken cancellationToken = default);

    /// <summary>Connects to a server that takes writes: validates TLS against the endpoint, and signs in.</summary>
    /// <param name="endpoint">An endpoint's name, as <see cref="FindWriterAsync"/> gives it.</param>
    /// <param name="cancellationToken">Ends the attempt; what still comes of it is closed.</param>
    /// <returns>The connection, which the caller disposes.</returns>
    /// <exception cref="SessionStoreUnavailableException">
    /// Nobody answers there, TLS or signing in fails, or it is a replica.
    /// </exception>
    public Task<IConnectionMultiplexer> ConnectAsync(string endpoint, CancellationToken cancellationToken = default);
}
