using System.Text.Json;
using System.Text.Json.Serialization;
using SessionStore.Ops.Status;

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
    public static string Of(StoreStatus status, IReadOnlyList<string> findings) => JsonSerializer.Serialize(new
    {
        status.Store.WriterName,
        WriterTarget = status.Record.Target,
        WriterRegion = status.Store.AtEndpoint(status.Record.Target)?.Name,
        status.Record.Pin,
        EntitledGroup = status.Record.Records?.HistoryOrEmpty.Claim?.Group,
        EntitledSince = status.Record.Records?.HistoryOrEmpty.Claim?.At,
        LastOrder = status.Record.Records?.HistoryOrEmpty.Order is { } order
            ? new { Kind = order.Kind.ToString(), order.Group, order.Published } : null,
        LastKnown = status.Record.Silence is not null && status.LastKnown is { } known
            ? new
            {
                Target = known.Target,
                WriterRegion = status.Store.AtEndpoint(known.Target)?.Name,
                known.Pin,
                By = known.By.Region.Name,
                known.By.Written
            } : null,
        Route53Answers = status.Record.Silence is null,
        Regions = status.Regions.Select(region => new
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
            region.Replicator,
            Writes = region.Writes is { } writes
                ? new { Refused = writes.Refuses, writes.ParameterGroup, MinReplicasToWrite = writes.Value } : null,
            region.Notification,
            region.DeadLetters,
            region.Alarms,
            region.LastMove,
            Overriding = region.Overriding is { } overriding ? (bool?)(overriding.Since is not null) : null,
            OverridingSince = region.Overriding?.Since,
            region.ControlPlaneAnswers,
        }),
        status.Unknown,
        Findings = findings,
    }, _options);
}
