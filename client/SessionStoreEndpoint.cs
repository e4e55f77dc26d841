using SessionStore.Client.SignIn;

namespace SessionStore.Client;

/// <summary>A server that the application is connected to.</summary>
/// <param name="Host">The endpoint that the name led to, in lower case and without a final dot.</param>
/// <param name="Region">
/// The Region's name, such as us-east-1, where the endpoint tells it: the store's replication groups end in it. Otherwise null.
/// </param>
public sealed record SessionStoreEndpoint(string Host, string? Region)
{
    internal static SessionStoreEndpoint Of(string host) => new(host, IamEndpoint.RegionIn(host));
}
