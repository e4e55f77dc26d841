using System.Globalization;
using System.Text.Json;

namespace SessionStore.Infra.Settings;

/// <summary>
/// Reads typed values from Pulumi's configuration and notes what is malformed instead of throwing. An empty value counts as
/// not set: the Pulumi CLI fills every key of the schema in <c>Pulumi.yaml</c> with its default in every stack, so that keys
/// which only one stage knows have the empty default there.
/// </summary>
/// <param name="read">The value of a whole key such as <c>session-store:domain</c>, or null; lists are JSON.</param>
/// <param name="problems">Where malformed values are noted.</param>
/// <param name="secretKeys">The whole keys whose values are encrypted in the stack's file.</param>
internal sealed class SettingsReader(Func<string, string?> read, Problems problems, IEnumerable<string>? secretKeys = null)
{
    private readonly HashSet<string> _asked = [];
    private readonly HashSet<string> _secretKeys = [.. secretKeys ?? []];

    /// <summary>The namespace of the program's own keys: the project's name in <c>Pulumi.yaml</c>.</summary>
    public const string Namespace = "session-store";

    /// <summary>Where malformed values are noted.</summary>
    public Problems Problems => problems;

    /// <summary>The whole key of one of the program's own settings.</summary>
    /// <param name="name">The name without a namespace.</param>
    public static string Key(string name) => $"{Namespace}:{name}";

    /// <summary>The text of a whole key, or null where it is not set or empty.</summary>
    public string? Raw(string key)
    {
        _asked.Add(key);
        return read(key) is { Length: > 0 } value && value != "[]" ? value : null;
    }

    /// <summary>Whether the value of a whole key is encrypted in the stack's file.</summary>
    public bool IsEncrypted(string key) => _secretKeys.Contains(key);

    /// <summary>A text that has to be there and to satisfy a rule.</summary>
    /// <param name="expected">What would be right, as the end of "expected …".</param>
    /// <param name="fallback">The value where the key is not set; null makes the key required.</param>
    public string Text(string key, string expected, Predicate<string> valid, string? fallback = null)
    {
        var value = Raw(key) ?? fallback;
        if (value is null || !valid(value))
        {
            problems.Add(key, value, expected);
        }
        return value ?? "";
    }

    /// <summary>A text that may be absent.</summary>
    public string? OptionalText(string key, string expected, Predicate<string> valid) =>
        Raw(key) is null ? null : Text(key, expected, valid);

    /// <summary>A whole number in a range.</summary>
    public int Integer(string key, int fallback, int least, int most)
    {
        var text = Raw(key);
        if (text is null)
        {
            return fallback;
        }
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }
        problems.Add(key, text, $"a whole number from {least} to {most}");
        return fallback;
    }

    /// <summary>A whole number in a range that may be absent.</summary>
    public int? OptionalInteger(string key, int least, int most) => Raw(key) is null ? null : Integer(key, fallback: least, least, most);

    /// <summary>A switch.</summary>
    public bool Boolean(string key, bool fallback)
    {
        var text = Raw(key);
        if (text is null)
        {
            return fallback;
        }
        if (bool.TryParse(text, out var value))
        {
            return value;
        }
        problems.Add(key, text, "true or false");
        return fallback;
    }

    /// <summary>A list of texts; empty where the key is not set or not as expected.</summary>
    /// <param name="expected">What would be right, as the end of "expected …".</param>
    public IReadOnlyList<string> List(string key, string expected, Predicate<IReadOnlyList<string>> valid)
    {
        var text = Raw(key);
        try
        {
            var items = text is null ? [] : JsonSerializer.Deserialize<string?[]>(text);
            if (items is not null && items.All(item => !string.IsNullOrWhiteSpace(item)) && valid(items!))
            {
                return items!;
            }
        }
        catch (JsonException)
        {
            // Noted below with the text as it was read: a parser's position in it would mean nothing to the reader of a YAML file.
        }
        problems.Add(key, text, Quotes.AreMissing(text) ? $"{expected}, each in quotes, or YAML takes it for a number" : expected);
        return [];
    }

    /// <summary>Notes that some keys exist, although nothing reads them in this stack.</summary>
    /// <param name="names">The keys without their namespace.</param>
    public void Know(params IEnumerable<string> names) => _asked.UnionWith(names.Select(Key));

    /// <summary>Notes every key that is set although this stage takes its value from elsewhere.</summary>
    /// <param name="reason">Who owns the values, as the end of "expected no value: …".</param>
    /// <param name="names">The keys without their namespace.</param>
    public void Refuse(string reason, params IEnumerable<string> names)
    {
        foreach (var key in names.Select(Key))
        {
            if (Raw(key) is { } value)
            {
                problems.Add(key, value, $"no value: {reason}");
            }
        }
    }

    /// <summary>Notes every key of the program's or the provider's that is set and that nothing has asked for: a slip of the pen.</summary>
    /// <param name="keys">The whole keys of the configuration.</param>
    public void RefuseUnknown(IEnumerable<string> keys)
    {
        foreach (var key in keys.Where(key => !_asked.Contains(key)).Order(StringComparer.Ordinal).ToArray())
        {
            var instead = key.Split(':')[0] switch
            {
                Namespace when Spelling.Nearest(key, _asked) is { } meant => $"did you mean {meant}?",
                Namespace => "Pulumi.yaml lists those that exist",
                "aws" => "the program hands aws:region, aws:profile, aws:allowedAccountIds and aws:assumeRoles to the provider, and "
                    + $"{Key("tags")} as its default tags",
                _ => null,
            };
            if (instead is not null && Raw(key) is { } value)
            {
                problems.AddUnknown(key, value, instead);
            }
        }
    }
}
