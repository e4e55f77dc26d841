using System.Globalization;
using SessionStore.Ops.Looking;
using Spectre.Console;

namespace SessionStore.Ops.Reports;

/// <summary>The status for a person.</summary>
public static class StatusTable
{
    private const string Nothing = "-";

    /// <summary>Writes the table and what is off.</summary>
    public static void Write(IAnsiConsole console, StoreLook look, IReadOnlyList<string> findings)
    {
        var target = look.Store.AtEndpoint(look.Record.Target)?.Name;
        console.WriteLine($"{look.Store.WriterName} leads to {look.Record.Target ?? (look.Record.Unknown is null ? "nothing" : "?")}{(target is null ? "" : $" ({target})")}");
        console.WriteLine($"pin: {look.Record.Pin ?? (look.Record.Unknown is null ? "none" : "?")}");
        var table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (var region in look.Regions)
        {
            table.AddColumn(region.Region.Name);
        }
        Row("stack", region => region.Region.Stack);
        Row("role", region => !region.Answers ? "does not answer" : region.Role ?? "no member");
        Row("group", region => region.Status);
        Row("replication lag", region => region.LagSeconds is { } lag ? string.Create(CultureInfo.InvariantCulture, $"{lag} s") : null);
        Row("writer record", region => target == region.Region.Name ? "here" : null);
        Row("notification", region => region.Notification);
        Row("dead letters", region => string.Join(", ", region.DeadLetters.Select(letters => $"{letters.Value} {letters.Key}")));
        Row("alarms", region => region.Alarms.Count == 0 ? "none" : string.Join(", ", region.Alarms));
        Row("last move here", region => region.LastMove?.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        console.Write(table);
        foreach (var finding in findings)
        {
            console.MarkupLineInterpolated($"[yellow]! {finding}[/]");
        }
        if (findings.Count == 0)
        {
            console.MarkupLine("[green]All is well.[/]");
        }

        void Row(string name, Func<RegionLook, string?> value) =>
            table.AddRow([new Text(name), .. look.Regions.Select(region => new Text(value(region) is { Length: > 0 } text ? text : Nothing))]);
    }
}
