using System.Globalization;
using System.Text.Json;

namespace SessionStore.Engine;

/// <summary>The types that a configuration schema can give a key.</summary>
internal static class ConfigType
{
    /// <summary>Whether the text that a program would get is of the type.</summary>
    public static bool Accepts(string type, string value)
        => type switch
        {
            "string" => true,
            "boolean" => value is "true" or "false",
            "integer" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "array" => KindOf(value) is JsonValueKind.Array,
            "object" => KindOf(value) is JsonValueKind.Object,
            _ => throw new InvalidDataException($"'{type}' is not a type of configuration values."),
        };

    private static JsonValueKind? KindOf(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return document.RootElement.ValueKind;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
