using SessionStore.Client.Naming;
using StackExchange.Redis;

namespace SessionStore.Client.Connecting;

/// <summary>A connection to one endpoint, for one life.</summary>
internal interface ILink : IAsyncDisposable
{
    /// <summary>What commands are sent through.</summary>
    public IDatabase Database { get; }

    /// <summary>Completes when the connection is lost for good, with what is known of it.</summary>
    public Task<string> Lost { get; }

    /// <summary>Whether it can still serve some keys while others fail: in cluster mode, a shard is not the store.</summary>
    public bool IsPartial { get; }

    /// <summary>Asks the server for an answer, and keeps ready what signing in again needs.</summary>
    public Task CheckAsync(CancellationToken cancellationToken);
}

/// <summary>Opens connections.</summary>
internal interface IConnector
{
    /// <summary>Connects, validates TLS, signs in, and makes sure that the server answers and, where it has to, takes writes.</summary>
    /// <param name="endpoint">What to connect to.</param>
    /// <param name="writes">Whether the server has to take writes.</param>
    /// <param name="cancellationToken">Ends the attempt; what still comes of it is closed.</param>
    public Task<ILink> ConnectAsync(StoreEndpoint endpoint, bool writes, CancellationToken cancellationToken);
}
