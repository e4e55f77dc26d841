using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SessionStore.Engine;

/// <summary>Turns a YAML node into the text that Pulumi hands to a program.</summary>
internal static class YamlValue
{
    // As Go's encoder writes it: compact, and nothing but <, > and & escaped beyond what JSON demands.
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first document of a file, which must be a mapping.</summary>
    public static YamlMappingNode ReadFile(string path)
    {
        using var reader = new StreamReader(path);
        var stream = new YamlStream();
        try
        {
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{path} is not valid YAML: {e.Message}", e);
        }

        return stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode root
            ? root
            : throw new InvalidDataException($"{path} must hold a YAML mapping.");
    }

    /// <summary>Scalars as text, booleans and numbers included; lists and mappings as compact JSON.</summary>
    public static string ToConfigText(YamlNode node)
        => node is YamlScalarNode scalar
            ? ToJson(scalar) switch
            {
                JsonValue value when value.TryGetValue<string>(out var text) => text,
                { } other => other.ToJsonString(),
                null => string.Empty,
            }
            : Escape(ToJson(node)!.ToJsonString(Compact));

    /// <summary>The child of that name, or null.</summary>
    public static YamlNode? Child(this YamlNode node, string name)
        => node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    /// <summary>The entries of a mapping, in the order of the file; none when there is no such mapping.</summary>
    public static IEnumerable<(string Name, YamlNode Value)> Entries(this YamlNode? node)
        => node is YamlMappingNode mapping
            ? mapping.Children.Select(entry => (((YamlScalarNode)entry.Key).Value ?? string.Empty, entry.Value))
            : [];

    private static string Escape(string json)
        => json.Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal);

    private static JsonNode? ToJson(YamlNode node)
        => node switch
        {
            YamlScalarNode scalar => ToJson(scalar),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),

            // Go writes the keys of a map in order.
            YamlMappingNode mapping => new JsonObject(mapping.Entries()
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)
                .Select(entry => KeyValuePair.Create(entry.Name, ToJson(entry.Value)))),
            _ => throw new InvalidDataException($"A YAML node of kind {node.NodeType} cannot be a setting."),
        };

    private static JsonValue? ToJson(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? string.Empty;
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
            // As Go writes it: 9.0 becomes 9.
            _ when text.Contains('.', StringComparison.Ordinal) && IsDecimal(text, out var fraction) => JsonValue.Create((double)fraction),
            _ => JsonValue.Create(text),
        };
    }

    private static bool IsDecimal(string text, out decimal value)
        => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}
