using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Stores;
using StackExchange.Redis;

namespace SessionStore.Replicator.Comparing;

/// <summary>
/// Copies single keys beside a worker. Two copy one key then, and the older copy may land last; so the source is read again afterwards,
/// until it is what was written. What changes later notifies the worker.
/// </summary>
internal sealed class Repairer(ISourceReader source, ITargetWriter target)
{
    private const int MostTries = 10;

    /// <summary>Copies a key.</summary>
    /// <returns>Whether it arrived.</returns>
    public async Task<bool> RepairAsync(RedisKey key)
    {
        var copy = (await source.ReadAsync([key]))[0];
        for (var tries = 0; tries < MostTries; tries++)
        {
            if ((await target.ApplyAsync([copy])).Count > 0)
            {
                return false;
            }
            var again = (await source.ReadAsync([key]))[0];
            if (again.IsSameAs(copy))
            {
                return true;
            }
            copy = again;
        }
        return false;
    }
}
