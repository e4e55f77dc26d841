using System.Text.RegularExpressions;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Cache;

/// <summary>A user of the store, in all Regions alike.</summary>
/// <param name="Name">The name in the declaration; the store's name is put before it where clients sign in.</param>
/// <param name="AccessString">What the user may do, in the words of Valkey's access control lists (https://valkey.io/topics/acl).</param>
internal sealed partial record StoreUser(string Name, string AccessString)
{
    /// <summary>The longest user ID that ElastiCache's console takes.</summary>
    public const int IdLength = 40;

    /// <summary>The most users of a group. Source: "Quotas for ElastiCache" in the ElastiCache user guide.</summary>
    public const int Most = 100;

    /// <summary>How a user is declared.</summary>
    public const string Form = "users in the form \"name on RULES\" or \"name off RULES\", such as \"app on ~session:* +@all -@dangerous\"";

    /// <summary>The declaration, as <see cref="Parse"/> reads it.</summary>
    public string Declaration => $"{Name} {AccessString}".TrimEnd();

    /// <summary>Reads a declaration: the name, a space and the access string.</summary>
    /// <param name="declaration">Such as <c>app on ~* +@all</c>.</param>
    public static StoreUser Parse(string declaration) =>
        declaration.Trim().Split(' ', 2) is [var name, var access] ? new(name, access.Trim()) : new(declaration.Trim(), "");

    /// <summary>
    /// What is wrong with users, as the end of "session-store:users …", with no word that may be a password; empty for nothing.
    /// </summary>
    /// <param name="userId">The user ID that a name gets.</param>
    public static IEnumerable<(string Flaw, string Expected)> Flaws(IReadOnlyList<StoreUser> users, Func<string, string> userId)
    {
        foreach (var name in users.GroupBy(user => user.Name).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            yield return ($"names \"{name}\" twice", "different names");
        }
        if (users.Count > Most)
        {
            yield return ($"names {users.Count} users", $"at most {Most}, as many as a user group has");
        }
        foreach (var (name, access) in users)
        {
            var words = access.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!NamePattern().IsMatch(name))
            {
                yield return ($"names \"{name}\"", "lower-case letters, digits and single hyphens, a letter first and no hyphen last");
            }
            else if (name == "default")
            {
                yield return ("names \"default\"", "no user of that name, which ElastiCache switches off as soon as a store has users");
            }
            else if (userId(name).Length > IdLength)
            {
                yield return ($"names \"{name}\"",
                    $"a name with which the user ID \"{userId(name)}\" has at most {IdLength} characters, not {userId(name).Length}");
            }
            if (words is not ["on" or "off", _, ..])
            {
                yield return ($"gives \"{name}\" an access string that does not begin with on or off and a rule", Form);
            }
            if (words.Any(IsAboutPasswords))
            {
                yield return ($"speaks of passwords in the access string of \"{name}\"",
                    $"rules for keys, channels and commands only; passwords belong into {SettingsReader.Key("userPasswords")}");
            }
        }
    }

    // ElastiCache refuses them, and a password in a declaration would be in plain text everywhere.
    private static bool IsAboutPasswords(string word) => word is "nopass" or "resetpass" or "reset" || word[0] is '>' or '<' or '#' or '!';

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex NamePattern();
}
