using System.Text.Json;

namespace SessionStore.Infra.Settings;

/// <summary>Quotes that belong around texts in a stack's file.</summary>
internal static class Quotes
{
    /// <summary>Whether a list has numbers, which the Pulumi CLI makes of whatever looks like one.</summary>
    /// <param name="text">The list as JSON; may be anything.</param>
    public static bool AreMissing(string? text)
    {
        try
        {
            return text is not null && JsonSerializer.Deserialize<JsonElement[]>(text)?.Any(item =>
                item.ValueKind == JsonValueKind.Number) == true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
