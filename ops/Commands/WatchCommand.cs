using SessionStore.Ops.Reports;
using Spectre.Console;

namespace SessionStore.Ops.Commands;

/// <summary>Shows all Regions side by side again and again.</summary>
internal static class WatchCommand
{
    // More than the two seconds that lie between requests to Route 53 at least: whoever watches is one of several who ask.
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    /// <summary>Looks and draws until the person ends it.</summary>
    /// <param name="lagLimit">The replication lag, in seconds, above which something is off.</param>
    /// <returns>0 when the person has ended it.</returns>
    public static async Task<int> RunAsync(CommandContext context, double lagLimit, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var status = await context.StatusReader.ReadAsync(cancellationToken);
                // What is redirected keeps every look, one below the other.
                if (context.Console.Profile.Capabilities.Ansi)
                {
                    context.Console.Clear();
                }
                context.Say(FormattableString.Invariant(
                    $"{DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss 'UTC'}, again in {_interval.TotalSeconds:0} s; Ctrl+C ends"));
                StatusTable.Write(context.Console, status, status.Findings(lagLimit));
                await Task.Delay(_interval, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }
}
