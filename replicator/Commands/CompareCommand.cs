using System.Text.Json;
using Microsoft.Extensions.Logging;
using SessionStore.Replicator.Comparing;
using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Fencing;
using SessionStore.Replicator.Settings;
using StackExchange.Redis;

namespace SessionStore.Replicator.Commands;

/// <summary>Compares the stores once, and prints what differs.</summary>
internal static class CompareCommand
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Compares.</summary>
    /// <returns>0 where nothing differs or all of it was repaired, otherwise 1.</returns>
    /// <exception cref="ReplicatorException">There is nothing to compare with, or nobody to repair beside.</exception>
    public static async Task<int> RunAsync(ILoggerFactory logging, bool repair, TimeSpan settle, CancellationToken cancellationToken)
    {
        await using var session = new Session(logging);
        var (from, to) = (await session.Sources.FindAsync(cancellationToken), await session.Targets.FindAsync(cancellationToken));
        if (session.Sources.IsSame(from, session.Targets, to))
        {
            throw new ReplicatorException($"{session.Sources.Name} leads to {to}, the target itself: there is nothing to compare");
        }
        await using var source = await session.Sources.ConnectAsync(from, cancellationToken);
        await using var target = await session.Targets.ConnectAsync(to, cancellationToken);
        Func<RedisKey, Task<bool>>? mend = null;
        if (repair)
        {
            var fence = new Fence(target);
            var values = await fence.ReadAsync();
            if (values.Distinct().ToArray() is not [var lease] || !FenceValues.IsLease(lease))
            {
                throw new ReplicatorException($"{to}: no worker has the lease (its fence is {string.Join(", ", values.Select(value =>
                    value.Length == 0 ? "open" : value))}), so nothing may be repaired: expected a running replicator");
            }
            var repairer = new Repairer(new SourceReader(source, TimeProvider.System), new TargetWriter(target, fence, lease));
            mend = repairer.RepairAsync;
        }
        var found = await new Comparer(source, target, settle, TimeProvider.System, mend).RunAsync(cancellationToken);
        Console.WriteLine(JsonSerializer.Serialize(found, _json));
        return found.Total == found.Repaired ? 0 : 1;
    }
}
