using Pulumi;

namespace SessionStore.Configuration;

/// <summary>Reads how clients sign in.</summary>
public static class AuthenticationSettings
{
    private const string ModeName = "auth", TokenName = "authToken", StrategyName = "authTokenUpdateStrategy";

    private static readonly string[] _modes = [NoAuthentication.Name, TokenAuthentication.Name];

    /// <summary>The keys, without their namespace: the primary's alone.</summary>
    public static IReadOnlyList<string> Keys { get; } = [ModeName, TokenName, StrategyName];

    /// <summary>The keys among them whose values are secrets, even where somebody has set them in plain text.</summary>
    public static IReadOnlyList<string> SecretKeys { get; } = [TokenName];

    /// <summary>Reads and checks how clients sign in.</summary>
    /// <param name="reader">The configuration.</param>
    public static Authentication Read(SettingsReader reader)
    {
        var mode = reader.Text(SettingsReader.Key(ModeName), string.Join(", ", _modes), _modes.Contains, NoAuthentication.Name);
        switch (mode)
        {
            case TokenAuthentication.Name:
                var strategy = reader.Text(
                    SettingsReader.Key(StrategyName),
                    string.Join(" or ", TokenAuthentication.Strategies),
                    TokenAuthentication.Strategies.Contains,
                    TokenAuthentication.DefaultStrategy);
                return new TokenAuthentication(
                    reader.Secret(SettingsReader.Key(TokenName), $"an AUTH token of {Password.TokenRule}", Password.FlawOfToken), strategy);
            default:
                reader.Refuse($"{SettingsReader.Key(ModeName)} is {mode}", TokenName, StrategyName);
                return new NoAuthentication();
        }
    }
}
