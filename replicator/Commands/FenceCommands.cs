using Microsoft.Extensions.Logging;
using SessionStore.Replicator.Fencing;

namespace SessionStore.Replicator.Commands;

/// <summary>Orders about the target's fence, before and after a promotion.</summary>
internal static class FenceCommands
{
    /// <summary>Closes the fence: when this has returned, nothing of a worker's lands at the target any more.</summary>
    public static async Task<int> HoldAsync(ILoggerFactory logging, TimeSpan? duration, CancellationToken cancellationToken)
    {
        await using var session = new Session(logging);
        await using var target = await session.Targets.ConnectAsync(await session.Targets.FindAsync(cancellationToken), cancellationToken);
        await new Fence(target).CloseAsync(FenceValues.Held, duration);
        Console.WriteLine($"{target.Endpoint} takes nothing of a replicator any more{(duration is { } span ? $", for {span}" : "")}.");
        return 0;
    }

    /// <summary>Lifts the order.</summary>
    public static async Task<int> ReleaseAsync(ILoggerFactory logging, CancellationToken cancellationToken)
    {
        await using var session = new Session(logging);
        await using var target = await session.Targets.ConnectAsync(await session.Targets.FindAsync(cancellationToken), cancellationToken);
        await new Fence(target).ReleaseAsync();
        Console.WriteLine($"{target.Endpoint} is no longer held.");
        return 0;
    }
}
