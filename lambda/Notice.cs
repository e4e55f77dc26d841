using System.Text.Json;
using SessionStore.Contract;

namespace SessionStore.Failover;

/// <summary>What a message asks of the function.</summary>
internal enum NoticeKind
{
    /// <summary>ElastiCache says that the group was promoted to primary of its global datastore.</summary>
    Promoted,

    /// <summary>The minute rule asks to look whether everything is as it should be.</summary>
    Reconcile,

    /// <summary>The operator wants the writer record at this group, whatever its role.</summary>
    Pin,

    /// <summary>The operator gives the writer record back to the automation.</summary>
    Unpin,

    /// <summary>The operator has pinned the name to another Region's group and tells this Region of it.</summary>
    PinElsewhere,
}

/// <summary>An event that the function knows, read from the text of an SNS message.</summary>
/// <param name="Kind">The event.</param>
/// <param name="ReplicationGroupId">The group that the event is about, as the message spells it.</param>
internal sealed record Notice(NoticeKind Kind, string ReplicationGroupId)
{
    /// <summary>Whether it is an operator's order.</summary>
    public bool IsOrder => Kind is NoticeKind.Pin or NoticeKind.Unpin or NoticeKind.PinElsewhere;

    /// <summary>
    /// Reads a message. ElastiCache sends objects with several keys, in any order, whose values may be anything, and older ones
    /// of another shape: every key is looked at and whatever is not a known event is left out.
    /// </summary>
    /// <param name="message">The text of the SNS message; may be anything.</param>
    /// <returns>The known events in the message's order; empty when there are none.</returns>
    public static IReadOnlyList<Notice> ReadAll(string? message)
    {
        if (string.IsNullOrWhiteSpace(message))
        {
            return [];
        }
        try
        {
            using var document = JsonDocument.Parse(message);
            var notices = new List<Notice>();
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    if (KindOf(property.Name) is { } kind && property.Value.ValueKind == JsonValueKind.String)
                    {
                        notices.Add(new Notice(kind, property.Value.GetString()!));
                    }
                }
            }
            return notices;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name or a value with half of a surrogate pair, which is JSON but no text.
            return [];
        }
    }

    /// <summary>Whether the event is about the given group. IDs are lower case at ElastiCache, so case says nothing.</summary>
    public bool IsAbout(string replicationGroupId) =>
        string.Equals(ReplicationGroupId.Trim(), replicationGroupId, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the event is this Region's business: it is about the Region's group, or tells of a pin to any group. The history keeps the
    /// group of a pin, so that one whose ID is none is no order.
    /// </summary>
    public bool Concerns(string replicationGroupId) => Kind == NoticeKind.PinElsewhere
        ? FailoverSettings.IsReplicationGroupId(ReplicationGroupId.Trim())
        : IsAbout(replicationGroupId);

    private static NoticeKind? KindOf(string key) => key switch
    {
        MessageKeys.Promoted => NoticeKind.Promoted,
        MessageKeys.Reconcile => NoticeKind.Reconcile,
        MessageKeys.Pin => NoticeKind.Pin,
        MessageKeys.Unpin => NoticeKind.Unpin,
        MessageKeys.PinElsewhere => NoticeKind.PinElsewhere,
        _ => null,
    };
}
