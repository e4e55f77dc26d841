using System.Collections.Immutable;
using System.Text.Json;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Cache;

/// <summary>The rules for what clients sign in with. What is wrong is told without the secret, or any part of it.</summary>
internal static class Password
{
    /// <summary>
    /// The rule for an AUTH token. Source: "Authenticating with the Valkey and Redis OSS AUTH command" in the ElastiCache user guide.
    /// </summary>
    public const string TokenRule = "16 to 128 letters, digits and ! & # $ ^ < > -";

    /// <summary>The rule for users' passwords. Source: "Role-Based Access Control (RBAC)" in the ElastiCache user guide.</summary>
    public const string UsersRule =
        "a JSON object of users to passwords, or to lists of two, each of 16 to 128 printable characters without spaces and , \" / @";

    private const int Least = 16, Most = 128;

    /// <summary>What is wrong with an AUTH token, as the end of "session-store:authToken …"; null for nothing.</summary>
    public static string? FlawOfToken(string token) => Length(token) ?? (token.All(MayBeInToken) ? null : "has other characters");

    /// <summary>What is wrong with users' passwords, as the end of "session-store:userPasswords …"; null for nothing.</summary>
    /// <param name="users">The users that need one.</param>
    public static string? FlawOfPasswords(string json, IEnumerable<StoreUser> users)
    {
        if (TryParse(json) is not { } passwords)
        {
            return "has another form";
        }
        var names = users.Select(user => user.Name).ToHashSet();
        List<string> flaws = [.. names.Where(name => !passwords.ContainsKey(name)).Select(name => $"has none for \"{name}\"")];
        foreach (var (name, own) in passwords.Where(entry => names.Contains(entry.Key)).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            flaws.AddRange(own.Select(Flaw).OfType<string>().Distinct().Select(flaw => $"{flaw} in one for \"{name}\""));
        }
        // Not by their names: whoever has swapped names and passwords would read the passwords here.
        if (passwords.Keys.Count(name => !names.Contains(name)) is > 0 and var others)
        {
            flaws.Add($"has {others} for nobody in {SettingsReader.Key("users")}");
        }
        return flaws.Count == 0 ? null : string.Join(" and ", flaws);
    }

    /// <summary>The passwords of each user, one or two: two while one is being replaced.</summary>
    /// <param name="json">JSON of names to passwords in which <see cref="FlawOfPasswords"/> finds nothing.</param>
    public static ImmutableDictionary<string, ImmutableArray<string>> Parse(string json) => TryParse(json)!;

    private static ImmutableDictionary<string, ImmutableArray<string>>? TryParse(string json)
    {
        try
        {
            var passwords = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)?.ToImmutableDictionary(
                entry => entry.Key,
                entry => entry.Value.ValueKind == JsonValueKind.String
                    ? [entry.Value.GetString()!]
                    : entry.Value.Deserialize<ImmutableArray<string>>());
            return passwords is not null
                && passwords.Values.All(own => own is { IsDefault: false, Length: 1 or 2 } && own.All(one => one is not null))
                ? passwords
                : null;
        }
        catch (JsonException)
        {
            // A parser's message may quote the secret.
            return null;
        }
    }

    private static string? Flaw(string password) => Length(password) ?? (password.All(MayBeInPassword) ? null : "has other characters");

    private static bool MayBeInToken(char character) =>
        char.IsAsciiLetterOrDigit(character) || "!&#$^<>-".Contains(character, StringComparison.Ordinal);

    private static bool MayBeInPassword(char character) =>
        character is > ' ' and <= '~' && !",\"/@".Contains(character, StringComparison.Ordinal);

    private static string? Length(string secret) => secret.Length is >= Least and <= Most ? null : $"has {secret.Length} characters";
}
