using System.Globalization;
using SessionStore.Contract;
using SessionStore.Ops.Status;
using SessionStore.Ops.Writes;
using Spectre.Console;

namespace SessionStore.Ops.Reports;

/// <summary>The status for a person.</summary>
internal static class StatusTable
{
    private const string NotApplicable = "-", Unknown = "unknown";

    /// <summary>Writes the table, what is unknown and what is off.</summary>
    public static void Write(IAnsiConsole console, StoreStatus status, IReadOnlyList<string> findings)
    {
        var silent = status.Record.Silence is not null;
        var target = status.Store.AtEndpoint(status.Record.Target)?.Name;
        console.WriteLine($"{status.Store.WriterName} leads to "
            + $"{status.Record.Target ?? (silent ? Unknown : "nothing")}{(target is null ? "" : $" ({target})")}");
        if (status.Overriding is [var overriding])
        {
            console.WriteLine($"overridden: the name leads to {overriding.Region.PrimaryEndpoint} ({overriding.Region.Name})");
        }
        console.WriteLine($"pin: {status.Record.Pin ?? (silent ? Unknown : "none")}");
        console.WriteLine($"entitled without a pin: {(silent ? Unknown : HistoryText.Entitled(status.Record))}");
        console.WriteLine($"last order: {(silent ? Unknown : HistoryText.LastOrder(status.Record))}");
        if (silent && status.LastKnown is { } known)
        {
            console.WriteLine($"last known: {known.Words(status.Store)}");
        }
        var table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (var region in status.Regions)
        {
            table.AddColumn(region.Region.Name);
        }
        Row("stack", "", region => region.Region.Stack);
        Row("role", nameof(RegionStatus.Role), region =>
            region.Role ?? (region.Region.IsReplicated ? "replicated" : "no member"));
        Row("group", nameof(RegionStatus.Status), region => region.Status ?? "does not exist");
        Row("datastore", nameof(RegionStatus.DatastoreStatus), region => region.DatastoreStatus);
        Row("replication lag", nameof(RegionStatus.LagSeconds), region =>
            region.LagSeconds is { } lag ? string.Create(CultureInfo.InvariantCulture, $"{lag} s") : null);
        if (status.Regions.Any(region => region.Region.ReplicatorGroup is not null))
        {
            Row("replicator", nameof(RegionStatus.Replicator), region => region.Replicator?.Words);
            Row("refused keys", nameof(RegionStatus.Replicator), region => region.Replicator is { RefusedKeys: var keys }
                ? string.Create(CultureInfo.InvariantCulture, $"{keys}") : null);
            Row("differences", nameof(RegionStatus.Replicator), region => region.Replicator is null ? null
                : region.Replicator.Differences is { } found ? string.Create(CultureInfo.InvariantCulture, $"{found}") : "not compared");
        }
        if (status.Regions.Any(region => region.Region.IsReplicated))
        {
            // A secondary of a datastore takes none anyway.
            Row("writes", nameof(RegionStatus.Writes), region => region.Writes is not { } writes ? null
                : writes.Refuses ? string.Create(CultureInfo.InvariantCulture, $"refused ({MinReplicas.Parameter} {writes.Value})")
                : region.Role == MemberRoles.Secondary ? null : "taken");
        }
        Row("writer record", "", region => silent ? Unknown : target == region.Region.Name ? "here" : null);
        if (status.Regions.Any(region => region.Region.Overrides))
        {
            Row("overriding", nameof(RegionStatus.Overriding), region => region.Overriding is null ? null
                : region.Overriding.Since is { } since ? $"since {OverrideStatus.Time(since)}" : "no");
            Row("Route 53's API", nameof(RegionStatus.ControlPlaneAnswers), region =>
                region.ControlPlaneAnswers is { } answers ? answers ? "answers" : "does not answer" : null);
        }
        Row("notification", nameof(RegionStatus.Notification), region => region.Notification ?? "no topic");
        Row("dead letters", "", region => string.Join(", ", region.DeadLetters.Select(
            letters => string.Create(CultureInfo.InvariantCulture, $"{(letters.Value is { } count ? count : Unknown)} {letters.Key}"))));
        Row("alarms", nameof(RegionStatus.Alarms), region => region.Alarms is { Count: > 0 } alarms ? string.Join(", ", alarms) : "none");
        Row("last move here", nameof(RegionStatus.LastMove), region =>
            region.LastMove?.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        console.Write(table);
        foreach (var line in status.Unknown.Select(cause => cause.ToString()).Concat(findings))
        {
            console.MarkupLineInterpolated($"[yellow]! {line}[/]");
        }
        if (status.Unknown.Count == 0 && findings.Count == 0)
        {
            console.MarkupLine("[green]All is well.[/]");
        }

        void Row(string name, string property, Func<RegionStatus, string?> value) =>
            table.AddRow([new Text(name), .. status.Regions.Select(region =>
                new Text(region.IsUnknown(property) ? Unknown : value(region) ?? NotApplicable))]);
    }
}
