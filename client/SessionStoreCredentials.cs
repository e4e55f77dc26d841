namespace SessionStore.Client;

/// <summary>What an application signs in with.</summary>
/// <param name="UserName">The user; null for an AUTH token.</param>
/// <param name="Password">The password or token; null for no signing in.</param>
public readonly record struct SessionStoreCredentials(string? UserName, string? Password)
{
    /// <summary>The user's name only: a secret does not belong into a log.</summary>
    public override string ToString() => UserName ?? (Password is null ? "nobody" : "a token");
}
