using Pulumi;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Cache;

/// <summary>Reads how clients sign in.</summary>
internal static class AuthenticationSettings
{
    private const string ModeName = "auth", TokenName = "authToken", StrategyName = "authTokenUpdateStrategy", UsersName = "users",
        PasswordsName = "userPasswords";

    private static readonly string[] _modes = [NoAuthentication.Name, TokenAuthentication.Name, UserAuthentication.Name,
        UserAuthentication.IamName];

    /// <summary>The keys, without their namespace: the primary's alone.</summary>
    public static IReadOnlyList<string> Keys { get; } = [ModeName, TokenName, StrategyName, UsersName, PasswordsName];

    /// <summary>
    /// The keys among them whose values are never shown, even where somebody has set a secret in plain text, or put one into a declaration.
    /// </summary>
    public static IReadOnlyList<string> HiddenKeys { get; } = [TokenName, UsersName, PasswordsName];

    /// <summary>The modes of a store on MemoryDB, which has no token, and is never open; the default first.</summary>
    public static IReadOnlyList<string> WithUsers { get; } = [UserAuthentication.Name, UserAuthentication.IamName];

    /// <param name="store">The store's name.</param>
    /// <param name="modes">The modes that the store can have, the default first; null for all.</param>
    public static Authentication Read(SettingsReader reader, string store, IReadOnlyList<string>? modes = null)
    {
        modes ??= _modes;
        var mode = reader.Text(SettingsReader.Key(ModeName), string.Join(", ", modes), modes.Contains, modes[0]);
        switch (mode)
        {
            case TokenAuthentication.Name:
                Refuse(UsersName, PasswordsName);
                var strategy = Strategy(TokenAuthentication.DefaultStrategy, [.. TokenAuthentication.Strategies]);
                return new TokenAuthentication(Secret(TokenName, $"an AUTH token of {Password.TokenRule}", Password.FlawOfToken),
                    strategy!);
            case UserAuthentication.Name:
                Refuse(TokenName);
                var users = ReadUsers(reader, store);
                return new UserAuthentication(
                    users,
                    Secret(PasswordsName, Password.UsersRule, json => Password.FlawOfPasswords(json, users)),
                    Strategy(null, UserAuthentication.DeleteStrategy));
            case UserAuthentication.IamName:
                Refuse(TokenName, PasswordsName);
                return new UserAuthentication(ReadUsers(reader, store), null, Strategy(null, UserAuthentication.DeleteStrategy));
            default:
                Refuse(TokenName, StrategyName, UsersName, PasswordsName);
                return new NoAuthentication();
        }

        void Refuse(params string[] names) => reader.Refuse($"{SettingsReader.Key(ModeName)} is {mode}", names);

        Output<string> Secret(string name, string expected, Func<string, string?> flaw) => SecretSetting.Read(reader, name, expected, flaw);

        string? Strategy(string? fallback, params string[] strategies) => reader.OptionalText(
            SettingsReader.Key(StrategyName), $"{string.Join(" or ", strategies)} with {SettingsReader.Key(ModeName)}: {mode}",
                strategies.Contains) ?? fallback;
    }

    private static IReadOnlyList<StoreUser> ReadUsers(SettingsReader reader, string store)
    {
        var key = SettingsReader.Key(UsersName);
        IReadOnlyList<StoreUser> users = [.. reader.List(key, StoreUser.Form, items => items.Count > 0).Select(StoreUser.Parse)];
        foreach (var (flaw, expected) in StoreUser.Flaws(users, new Naming(store, "").User))
        {
            reader.Problems.AddFlaw(key, flaw, expected);
        }
        return users;
    }
}
