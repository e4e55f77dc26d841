using Spectre.Console;

namespace SessionStore.Ops.Commands;

/// <summary>Shows all Regions side by side again and again.</summary>
internal static class WatchCommand
{
    // More than the two seconds that lie between requests to Route 53 at least: whoever watches is one of several who ask.
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    /// <summary>Looks and draws until the person ends it.</summary>
    /// <param name="look">Looks; what it returns draws.</param>
    /// <returns>0 when the person has ended it.</returns>
    public static async Task<int> RunAsync(
        IAnsiConsole console, Func<CancellationToken, Task<Action>> look, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var draw = await look(cancellationToken);
                // What is redirected keeps every look, one below the other.
                if (console.Profile.Capabilities.Ansi)
                {
                    console.Clear();
                }
                console.WriteLine(FormattableString.Invariant(
                    $"{DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss 'UTC'}, again in {_interval.TotalSeconds:0} s; Ctrl+C ends"));
                draw();
                await Task.Delay(_interval, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }
}
