namespace SessionStore.Ops.MemoryDb;

/// <summary>Shows all Regions of a store on MemoryDB side by side.</summary>
internal static class MemoryDbStatusCommand
{
    /// <summary>Looks and tells.</summary>
    /// <param name="json">Whether to write JSON for programs.</param>
    /// <param name="lagLimit">The replication lag, in seconds, above which something is off.</param>
    /// <returns>0 when all is well, 1 when something is off or unknown.</returns>
    public static async Task<int> RunAsync(MemoryDbContext context, bool json, double lagLimit, CancellationToken cancellationToken)
    {
        var status = await context.LookAsync(cancellationToken);
        var findings = MemoryDbFindings.Of(status, lagLimit);
        if (json)
        {
            Console.WriteLine(MemoryDbJson.Of(status, findings));
        }
        else
        {
            MemoryDbTable.Write(context.Console, status, findings);
        }
        return findings.Count == 0 && status.Unknown.Count == 0 ? 0 : 1;
    }

    /// <summary>Looks, for those who draw when they have seen.</summary>
    /// <param name="lagLimit">The replication lag, in seconds, above which something is off.</param>
    /// <returns>Draws what was seen.</returns>
    public static async Task<Action> LookAsync(MemoryDbContext context, double lagLimit, CancellationToken cancellationToken)
    {
        var status = await context.LookAsync(cancellationToken);
        return () => MemoryDbTable.Write(context.Console, status, MemoryDbFindings.Of(status, lagLimit));
    }
}
