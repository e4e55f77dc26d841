using System.Net;

namespace SessionStore.Client.Naming;

/// <summary>Where a name leads to.</summary>
/// <param name="Host">The endpoint's name, in lower case and without a final dot: what the certificate has to name.</param>
/// <param name="Address">What to connect to: the same name, or what <see cref="SessionStoreOptions.Addresses"/> says instead.</param>
/// <param name="TimeToLive">How long the answer is good for.</param>
internal sealed record StoreEndpoint(string Host, EndPoint Address, TimeSpan TimeToLive)
{
    /// <summary>Whether a connection to one is a connection to the other.</summary>
    public bool IsSameAs(StoreEndpoint other) => Host == other.Host && Address.Equals(other.Address);

    /// <inheritdoc/>
    public override string ToString() => Host;
}

/// <summary>Looks up where a name leads to.</summary>
internal interface IEndpointResolver
{
    /// <summary>Looks a name up.</summary>
    /// <param name="name">The writer or the reader name.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="NameException">The name leads nowhere, to an endpoint that is not trusted, or nobody answers.</exception>
    public ValueTask<StoreEndpoint> ResolveAsync(string name, CancellationToken cancellationToken);
}

/// <summary>A name could not be followed.</summary>
internal sealed class NameException(string message, Exception? inner = null) : Exception(message, inner);
