namespace SessionStore.Configuration;

/// <summary>The rules for what clients sign in with. What is wrong is told without the secret, or any part of it.</summary>
public static class Password
{
    /// <summary>The rule for an AUTH token. Source: "Authenticating with the Valkey and Redis OSS AUTH command" in the ElastiCache user guide.</summary>
    public const string TokenRule = "16 to 128 letters, digits and ! & # $ ^ < > -";

    private const int Least = 16, Most = 128;

    /// <summary>What is wrong with an AUTH token, as the end of "session-store:authToken …"; null for nothing.</summary>
    /// <param name="token">The token.</param>
    public static string? FlawOfToken(string token) =>
        Length(token) ?? (token.All(character => char.IsAsciiLetterOrDigit(character) || "!&#$^<>-".Contains(character, StringComparison.Ordinal))
            ? null
            : "has other characters");

    private static string? Length(string secret) => secret.Length is >= Least and <= Most ? null : $"has {secret.Length} characters";
}
