using Amazon.ElastiCache;
using Amazon.ElastiCache.Model;
using Pulumi;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Guard;

/// <summary>
/// Refuses to make a store on MemoryDB where the stack has a Global Datastore: to change the kind is to delete the one and its data. It is
/// asked in the preview already, so that nothing was registered with AWS before.
/// </summary>
internal static class KindOfStore
{
    /// <summary>The hook's name. Only hooks of deletions make a destroy run the program; this is none.</summary>
    public const string HookName = "kind-of-store";

    /// <summary>What runs before the Multi-Region cluster is created.</summary>
    /// <param name="settings">Whose credentials.</param>
    /// <param name="replicationGroupId">What the Region's replication group is called where the store is a Global Datastore.</param>
    public static ResourceHook Hook(ProviderSettings settings, string region, string replicationGroupId) => new(
        HookName,
        async (_, cancellationToken) =>
        {
            using var elastiCache = new AmazonElastiCacheClient(
                GuardClients.Credentials(settings), GuardClients.ElastiCache(region, GuardClients.Patience));
            await AskAsync(elastiCache, replicationGroupId, cancellationToken);
        },
        new() { OnDryRun = true });

    /// <summary>Asks whether there is such a replication group.</summary>
    /// <exception cref="InvalidOperationException">There is, or nobody knows; the message says why and what to do.</exception>
    public static async Task AskAsync(IAmazonElastiCache elastiCache, string replicationGroupId, CancellationToken cancellationToken)
    {
        var store = SettingsReader.Key("store");
        try
        {
            await elastiCache.DescribeReplicationGroupsAsync(
                new DescribeReplicationGroupsRequest { ReplicationGroupId = replicationGroupId }, cancellationToken);
        }
        catch (ReplicationGroupNotFoundException)
        {
            return;
        }
        // Whatever it is: nothing is made beside what may be there.
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException(
                $"whether the replication group {replicationGroupId} is there, beside which {store} cannot be \"memoryDb\", could not be "
                + $"learned: {failure.Message}");
        }
        throw new InvalidOperationException(
            $"{store} is \"memoryDb\": expected globalDatastore, because the replication group {replicationGroupId} is there. A store "
            + $"cannot change its kind, which would delete it and its data: deploy another one, of another {SettingsReader.Key("name")}, "
            + "in stacks of its own (docs/memorydb.md)");
    }
}
