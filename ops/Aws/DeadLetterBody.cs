using System.Text.Json;

namespace SessionStore.Ops.Aws;

/// <summary>
/// What a dead letter was about. SNS puts its own message into the queue ("Amazon SNS dead-letter queues" in the SNS developer guide),
/// Lambda its record of the invocation with the event as <c>requestPayload</c> ("Capturing records of Lambda asynchronous invocations").
/// </summary>
internal static class DeadLetterBody
{
    /// <summary>The texts that had been published to the topic; the body itself where it has neither shape.</summary>
    /// <param name="body">The body of the message in the queue; may be anything.</param>
    public static IReadOnlyList<string> Messages(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var letter = document.RootElement;
            var payload = Member(letter, "requestPayload") ?? letter;
            if (Member(payload, "Records") is { ValueKind: JsonValueKind.Array } records)
            {
                return [.. records.EnumerateArray()
                    .Select(record => Member(Member(record, "Sns"), "Message")?.ToString() ?? record.ToString())];
            }
            return [Member(letter, "Message")?.ToString() ?? body];
        }
        catch (JsonException)
        {
            return [body];
        }
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out var member) ? member : null;
}
