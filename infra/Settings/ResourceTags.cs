using System.Text.RegularExpressions;

namespace SessionStore.Infra.Settings;

/// <summary>
/// The tags of everything. The rules are those that hold for every service, which would refuse them one by one, halfway through an update:
/// "Tag naming limits and requirements" in the user guide of Tagging AWS Resources.
/// </summary>
internal static partial class ResourceTags
{
    private const int MostKeyCharacters = 128, MostValueCharacters = 256;

    // A resource has at most 50, and many have a Name of their own.
    private const int Most = 49;

    private static readonly string _key = SettingsReader.Key("tags");

    /// <summary>The keys that the program uses itself; a user may give them another value.</summary>
    public static IReadOnlyList<string> Own { get; } = ["Project", "Stack", "SessionStore", "ManagedBy"];

    public static IReadOnlyDictionary<string, string> Read(SettingsReader reader)
    {
        var tags = reader.List(
            _key,
            "a list of different tags in the form \"Key=Value\" whose keys do not begin with aws:",
            items => items.All(item => item.IndexOf('=', StringComparison.Ordinal) > 0
                && !item.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                && items.Select(Tag).DistinctBy(tag => tag.Key).Count() == items.Count).Select(Tag).ToArray();
        foreach (var (key, value) in tags)
        {
            Check(reader.Problems, key, value);
        }
        var keys = Own.Concat(tags.Select(tag => tag.Key)).Distinct().ToArray();
        // IAM takes keys for the same that differ only in case ("Rules for tagging in IAM and AWS STS" in the IAM user guide).
        foreach (var same in keys.GroupBy(key => key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            var own = Own.Contains(same.First()) ? $", of which \"{same.First()}\" is the program's own" : "";
            reader.Problems.AddFlaw(
                _key,
                $"has the keys {string.Join(", ", same.Select(key => $"\"{key}\""))}{own}",
                "keys that differ not only in case, which IAM refuses");
        }
        if (keys.Length > Most)
        {
            reader.Problems.AddFlaw(_key, $"makes {keys.Length} tags together with the program's "
                + $"{Own.Count}", $"at most {Most}: a resource has at most 50, and one more is its name");
        }
        return tags.ToDictionary();
    }

    private static void Check(Problems problems, string key, string value)
    {
        var tag = $"{key}={value}";
        if (key.Length > MostKeyCharacters)
        {
            problems.Add(_key, tag, $"a key of at most {MostKeyCharacters} characters, not {key.Length}");
        }
        if (value.Length > MostValueCharacters)
        {
            problems.Add(_key, tag, $"a value of at most {MostValueCharacters} characters, not {value.Length}");
        }
        if (!Allowed().IsMatch(tag) || key.Trim() != key || value.Trim() != value)
        {
            problems.Add(_key, tag, "letters, digits, spaces inside, and _ . : / = + - @");
        }
    }

    private static KeyValuePair<string, string> Tag(string text) =>
        text.Split('=', 2) is [var key, var value] ? new(key, value) : new(text, "");

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$")]
    private static partial Regex Allowed();
}
