using System.Text.Json;
using System.Text.Json.Nodes;
using SessionStore.Contract;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The events that SNS hands to Lambda, and the messages that mean something to the failover function.</summary>
internal static class SnsEvent
{
    /// <summary>ElastiCache's notice that a group was promoted.</summary>
    public static string Promoted(string group) => Message(MessageKeys.Promoted, group);

    /// <summary>The minute rule's question.</summary>
    public static string Reconcile(string group) => Message(MessageKeys.Reconcile, group);

    /// <summary>The operator's order to take the record whatever the role says.</summary>
    public static string Pin(string group) => Message(MessageKeys.Pin, group);

    /// <summary>The operator's order to give the record back to the automation.</summary>
    public static string Unpin(string group) => Message(MessageKeys.Unpin, group);

    /// <summary>An event with one record for each message.</summary>
    public static string Of(params IEnumerable<string> messages) => At(DateTimeOffset.UtcNow, messages);

    /// <summary>An event with one record for each message, all published at one time.</summary>
    public static string At(DateTimeOffset published, params IEnumerable<string> messages) => new JsonObject
    {
        ["Records"] = new JsonArray([.. messages.Select(message => new JsonObject
        {
            ["EventSource"] = "aws:sns",
            ["EventVersion"] = "1.0",
            ["EventSubscriptionArn"] = "arn:aws:sns:us-east-1:123456789012:session-store-events:0",
            ["Sns"] = new JsonObject
            {
                ["Type"] = "Notification",
                ["MessageId"] = Guid.NewGuid().ToString(),
                ["TopicArn"] = "arn:aws:sns:us-east-1:123456789012:session-store-events",
                ["Subject"] = "ElastiCache Notification",
                ["Message"] = message,
                ["Timestamp"] = published.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
                    System.Globalization.CultureInfo.InvariantCulture),
                ["SignatureVersion"] = "1",
                ["MessageAttributes"] = new JsonObject(),
            },
        })]),
    }.ToJsonString();

    /// <summary>A message as SNS writes it into a dead-letter queue.</summary>
    public static string Notification(string message) => JsonSerializer.Serialize(new { Type = "Notification", Message = message });

    /// <summary>Lambda's record of an invocation that it gave up after three tries.</summary>
    /// <param name="answer">The function's last answer.</param>
    public static string Failure(string payload, string answer) => new JsonObject
    {
        ["version"] = "1.0",
        ["requestContext"] = new JsonObject { ["condition"] = "RetriesExhausted", ["approximateInvokeCount"] = 3 },
        ["requestPayload"] = JsonNode.Parse(payload),
        ["responseContext"] = new JsonObject { ["statusCode"] = 200, ["functionError"] = "Unhandled" },
        ["responsePayload"] = JsonNode.Parse(answer),
    }.ToJsonString();

    private static string Message(string key, string value) => JsonSerializer.Serialize(new Dictionary<string, string> { [key] = value });
}
