using SessionStore.Client.Naming;

namespace SessionStore.Client.SignIn;

/// <summary>What an application signs in with at one endpoint.</summary>
internal interface ICredentials
{
    /// <summary>What is good now; asked before each connection, and from time to time while it lasts.</summary>
    public ValueTask<SessionStoreCredentials> GetAsync(StoreEndpoint endpoint, CancellationToken cancellationToken);
}
