using SessionStore.Ops.Replicating;

namespace SessionStore.Ops.Writes;

/// <summary>Whether a replicator has brought everything that was written before its health was read for the first time.</summary>
internal static class Drained
{
    /// <summary>How often the health is read, a second apart: enough for what is on its way to arrive.</summary>
    public const int Looks = 5;

    // How long a notification may be on its way to the worker: Regions are tenths of a second apart.
    private static readonly TimeSpan _onTheWay = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Judges by the instance's own clock, whatever that shows. The file is written each second, so that its second text was written after
    /// the first one had been read, which was after the source had refused writes. From then on only expirations are news.
    /// </summary>
    /// <param name="looks">What was read, in order.</param>
    /// <returns>Null where it has; otherwise why not.</returns>
    public static string? Pending(IReadOnlyList<WorkerHealth> looks)
    {
        if (looks.FirstOrDefault(look => !look.InStep) is { } behind)
        {
            return $"the replicator is {behind.Phase}, not in step{(behind.Why is { } why ? $": {why}" : "")}";
        }
        var after = looks.FirstOrDefault(look => look.Time > looks[0].Time);
        var applied = looks[^1].Time - TimeSpan.FromMilliseconds(looks[^1].LagMilliseconds);
        return after is not null && applied - after.Time >= _onTheWay ? null : FormattableString.Invariant(
            $"the replicator has changes to copy: {looks[^1].Waiting} keys, the oldest of {looks[^1].LagMilliseconds / 1000:0.0} s ago");
    }
}
