using SessionStore.Ops.Reports;

namespace SessionStore.Ops.Commands;

/// <summary>Shows all Regions side by side.</summary>
internal static class StatusCommand
{
    /// <summary>Looks and tells.</summary>
    /// <param name="json">Whether to write JSON for programs.</param>
    /// <param name="lagLimit">The replication lag, in seconds, above which something is off.</param>
    /// <returns>0 when all is well, 1 when something is off or unknown.</returns>
    public static async Task<int> RunAsync(CommandContext context, bool json, double lagLimit, CancellationToken cancellationToken)
    {
        var status = await context.StatusReader.ReadAsync(cancellationToken);
        var findings = status.Findings(lagLimit);
        if (json)
        {
            System.Console.WriteLine(StatusJson.Of(status, findings));
        }
        else
        {
            StatusTable.Write(context.Console, status, findings);
        }
        return findings.Count == 0 && status.Unknown.Count == 0 ? 0 : 1;
    }
    /// <summary>Looks, for those who draw when they have seen.</summary>
    /// <param name="lagLimit">The replication lag, in seconds, above which something is off.</param>
    /// <returns>Draws what was seen.</returns>
    public static async Task<Action> LookAsync(CommandContext context, double lagLimit, CancellationToken cancellationToken)
    {
        var status = await context.StatusReader.ReadAsync(cancellationToken);
        return () => StatusTable.Write(context.Console, status, status.Findings(lagLimit));
    }
}
