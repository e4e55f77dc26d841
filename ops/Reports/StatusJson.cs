using System.Text.Json;
using System.Text.Json.Serialization;
using SessionStore.Ops.Looking;

namespace SessionStore.Ops.Reports;

/// <summary>The status for programs.</summary>
internal static class StatusJson
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    /// <summary>The look as JSON; what is unknown is null, and stands in the list <c>unknown</c> with the reason.</summary>
    public static string Of(StoreLook look, IReadOnlyList<string> findings) => JsonSerializer.Serialize(new
    {
        look.Store.WriterName,
        WriterTarget = look.Record.Target,
        WriterRegion = look.Store.AtEndpoint(look.Record.Target)?.Name,
        look.Record.Pin,
        EntitledGroup = look.Record.Records?.HistoryOrEmpty.Claim?.Group,
        EntitledSince = look.Record.Records?.HistoryOrEmpty.Claim?.At,
        LastOrder = look.Record.Records?.HistoryOrEmpty.Order is { } order
            ? new { Kind = order.Kind.ToString(), order.Group, order.Published } : null,
        Regions = look.Regions.Select(region => new
        {
            Region = region.Region.Name,
            region.Region.Stack,
            region.Region.ReplicationGroupId,
            region.Answers,
            region.Role,
            region.Status,
            region.GlobalReplicationGroupId,
            region.DatastoreStatus,
            region.LagSeconds,
            region.Notification,
            region.DeadLetters,
            region.Alarms,
            region.LastMove,
        }),
        look.Unknown,
        Findings = findings,
    }, _options);
}
