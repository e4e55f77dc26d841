using System.Text;

namespace SessionStore.Failover;

/// <summary>
/// Names and TXT values as Route 53 spells them: names end with a dot and have no case, characters outside letters, digits,
/// hyphen and underscore are escaped as three octal digits, and TXT values are quoted strings (Route 53 Developer Guide, "DNS domain
/// name format" and "TXT record type").
/// </summary>
internal static class DnsText
{
    // The most characters of one quoted string of a TXT value.
    private const int MostStringCharacters = 255;

    /// <summary>Whether two spellings are of the same name.</summary>
    public static bool SameName(string? one, string? other) =>
        string.Equals(Canonical(one), Canonical(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a name is the given one or lies below it.</summary>
    public static bool IsAtOrBelow(string? name, string top)
    {
        var canonical = Canonical(name);
        return SameName(canonical, top) || canonical.EndsWith("." + Canonical(top), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A TXT value of one or more strings.</summary>
    /// <exception cref="ArgumentException">A text does not fit into one quoted string.</exception>
    public static string Quote(IReadOnlyList<string> texts) => string.Join(' ', texts.Select(text => text.Length <= MostStringCharacters
        ? '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"'
        : throw new ArgumentException($"A TXT string of {text.Length} characters; expected at most {MostStringCharacters}.",
            nameof(texts))));

    /// <summary>The text of a TXT value: its quoted strings, one after the other, without quotes and escapes.</summary>
    public static string Unquote(string value) => string.Concat(Strings(value));

    /// <summary>The quoted strings of a TXT value, without quotes and escapes.</summary>
    public static IReadOnlyList<string> Strings(string value)
    {
        var strings = new List<string>();
        var text = new StringBuilder(value.Length);
        var quoted = false;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '"')
            {
                quoted = !quoted;
                if (!quoted)
                {
                    strings.Add(text.ToString());
                    text.Clear();
                }
            }
            else if (value[i] == '\\' && i + 1 < value.Length)
            {
                text.Append(Escaped(value, ref i));
            }
            else if (quoted || !char.IsWhiteSpace(value[i]))
            {
                text.Append(value[i]);
            }
        }
        if (text.Length > 0)
        {
            strings.Add(text.ToString());
        }
        return strings;
    }

    private static string Canonical(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return string.Empty;
        }
        var trimmed = name.EndsWith('.') ? name[..^1] : name;
        if (!trimmed.Contains('\\', StringComparison.Ordinal))
        {
            return trimmed;
        }
        var text = new StringBuilder(trimmed.Length);
        for (var i = 0; i < trimmed.Length; i++)
        {
            text.Append(trimmed[i] == '\\' && i + 1 < trimmed.Length ? Escaped(trimmed, ref i) : trimmed[i]);
        }
        return text.ToString();
    }

    private static char Escaped(string text, ref int index)
    {
        if (index + 3 < text.Length && IsOctal(text[index + 1]) && IsOctal(text[index + 2]) && IsOctal(text[index + 3]))
        {
            var code = ((text[index + 1] - '0') * 64) + ((text[index + 2] - '0') * 8) + (text[index + 3] - '0');
            index += 3;
            return (char)code;
        }
        index++;
        return text[index];
    }

    private static bool IsOctal(char c) => c is >= '0' and <= '7';
}
