namespace SessionStore.Rehearsal.Live;

/// <summary>Gives up on a machine that is too slow.</summary>
internal static class Limit
{
    /// <summary>Waits for what no promise is about.</summary>
    /// <param name="patience">The longest that it may take.</param>
    /// <param name="what">What is waited for, such as "for the replicas to follow".</param>
    /// <exception cref="SpoiltException">It has not happened in time.</exception>
    public static async Task<T> WithinAsync<T>(
        TimeSpan patience, string what, Func<CancellationToken, Task<T>> wait, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            return await wait(limit.Token);
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SpoiltException(
                $"waited {patience.TotalSeconds:0} s (--patience) {what}: this machine is too slow, or something does not start",
                slow);
        }
    }
}
