using SessionStore.Client.Naming;
using StackExchange.Redis.Configuration;

namespace SessionStore.Client.SignIn;

/// <summary>
/// Gives StackExchange.Redis the present credentials whenever it connects: in cluster mode it connects to further nodes by itself, long
/// after the first, and cannot wait for an answer then.
/// </summary>
/// <param name="credentials">What signs in.</param>
/// <param name="endpoint">Where.</param>
internal sealed class SignInProvider(ICredentials credentials, StoreEndpoint endpoint) : DefaultOptionsProvider
{
    private SessionStoreCredentials? _present;

    /// <inheritdoc/>
    public override string? User => _present?.UserName;

    /// <inheritdoc/>
    public override string? Password => _present?.Password;

    /// <summary>Asks for what is good now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken) =>
        _present = await credentials.GetAsync(endpoint, cancellationToken).ConfigureAwait(false);
}
