using Pulumi;

namespace SessionStore.Infra.Failover;

/// <summary>
/// Keeps an override's record back until Route 53 takes its health check for unhealthy. "Route 53 considers a new health check to be
/// healthy until there's enough data to determine the actual status" ("How Route 53 determines the status of health checks that monitor
/// CloudWatch alarms" in the Route 53 Developer Guide): until then the record would lead every client to a Region that does not override.
/// </summary>
internal static class RestingHealthCheck
{
    /// <summary>
    /// The hook's name. Only hooks of deletions make a destroy run the program (ResourceHookBinding in Pulumi's reference); this is none.
    /// </summary>
    public const string HookName = "override-at-rest";

    /// <summary>How long the status is waited for. Its metric comes minutes late.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(15);

    /// <summary>What runs before the record is created, and before it gets another health check; not in a preview.</summary>
    /// <param name="isHealthy">What Route 53 takes a health check for; null while it has not said.</param>
    public static ResourceHook Hook(Func<string, CancellationToken, Task<bool?>> isHealthy) =>
        new(HookName, (args, cancellationToken) => AwaitAsync(isHealthy, args, TimeProvider.System, cancellationToken));

    /// <summary>Waits until the health check of the record that is about to be written is unhealthy.</summary>
    /// <param name="isHealthy">What Route 53 takes a health check for; null while it has not said.</param>
    /// <param name="args">The record.</param>
    /// <exception cref="InvalidOperationException">It is not; the message says what to do.</exception>
    public static async Task AwaitAsync(
        Func<string, CancellationToken, Task<bool?>> isHealthy,
        ResourceHookArgs args,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (args.NewInputs?.GetValueOrDefault("healthCheckId") is not string check
            || args.OldInputs?.GetValueOrDefault("healthCheckId") is string before && before == check)
        {
            return;
        }
        var begun = time.GetTimestamp();
        var found = "";
        while (time.GetElapsedTime(begun) < Patience)
        {
            try
            {
                switch (await isHealthy(check, cancellationToken))
                {
                    case false:
                        return;
                    case true:
                        found = "healthy";
                        break;
                    case null:
                        found = "not known";
                        break;
                }
            }
            // A question that was not answered is asked again.
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                found = $"not known: {failure.Message}";
            }
            await Task.Delay(_pause, time, cancellationToken);
        }
        throw new InvalidOperationException(
            $"the status of health check {check} is {found} after {Patience.TotalMinutes:0} minutes: expected unhealthy, because with any "
            + "other the record would lead clients to a Region that does not override. Nothing is lost without it. If the Region does "
            + "override, run this again when that is over; docs/first-deployment.md, \"The health checks\", says what else to look at.");
    }
}
