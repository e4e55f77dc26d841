using Amazon.ElastiCache;
using Amazon.ElastiCache.Model;
using Amazon.MemoryDB;
using Amazon.MemoryDB.Model;
using Pulumi;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Guard;

/// <summary>
/// Refuses to make a store of one kind where the stack has one of the other: to change the kind is to delete the one and its data. It is
/// asked in the preview already, so that nothing was registered with AWS before.
/// </summary>
internal static class KindOfStore
{
    /// <summary>The hook's name. Only hooks of deletions make a destroy run the program; this is none.</summary>
    public const string HookName = "kind-of-store";

    private const string GlobalDatastore = "globalDatastore", MemoryDb = "memoryDb";

    /// <summary>What runs before the Multi-Region cluster is created.</summary>
    /// <param name="settings">Whose credentials.</param>
    /// <param name="replicationGroupId">What the Region's replication group is called where the store is a Global Datastore.</param>
    public static ResourceHook BeforeMemoryDb(ProviderSettings settings, string region, string replicationGroupId) =>
        Hook(async cancellationToken =>
        {
            using var elastiCache = new AmazonElastiCacheClient(
                GuardClients.Credentials(settings), GuardClients.ElastiCache(region, GuardClients.Patience));
            await AskAsync(elastiCache, replicationGroupId, cancellationToken);
        });

    /// <summary>What runs before a Region's replication group is created; null where the Region cannot have a store on MemoryDB.</summary>
    /// <param name="settings">Whose credentials.</param>
    /// <param name="regions">The Regions that can.</param>
    /// <param name="clusterName">What the Region's cluster is called where the store is on MemoryDB.</param>
    public static ResourceHook? BeforeGlobalDatastore(
        ProviderSettings settings, string region, IEnumerable<string> regions, string clusterName) =>
        !regions.Contains(region) ? null : Hook(async cancellationToken =>
        {
            using var memoryDb = new AmazonMemoryDBClient(
                GuardClients.Credentials(settings), GuardClients.MemoryDb(region, GuardClients.Patience));
            await AskAsync(memoryDb, clusterName, cancellationToken);
        });

    /// <summary>Asks whether there is such a replication group.</summary>
    /// <exception cref="InvalidOperationException">There is, or nobody knows; the message says why and what to do.</exception>
    public static Task AskAsync(IAmazonElastiCache elastiCache, string replicationGroupId, CancellationToken cancellationToken) =>
        RefuseAsync(MemoryDb, GlobalDatastore, $"the replication group {replicationGroupId}", async () =>
        {
            try
            {
                await elastiCache.DescribeReplicationGroupsAsync(
                    new DescribeReplicationGroupsRequest { ReplicationGroupId = replicationGroupId }, cancellationToken);
                return true;
            }
            catch (ReplicationGroupNotFoundException)
            {
                return false;
            }
        }, cancellationToken);

    /// <summary>Asks whether there is such a cluster in a Multi-Region cluster; one on its own is nobody's here.</summary>
    /// <exception cref="InvalidOperationException">There is, or nobody knows; the message says why and what to do.</exception>
    public static Task AskAsync(IAmazonMemoryDB memoryDb, string clusterName, CancellationToken cancellationToken) =>
        RefuseAsync(GlobalDatastore, MemoryDb, $"the cluster {clusterName} of MemoryDB", async () =>
        {
            try
            {
                var answer = await memoryDb.DescribeClustersAsync(
                    new DescribeClustersRequest { ClusterName = clusterName }, cancellationToken);
                return (answer.Clusters ?? []).Any(cluster => cluster.MultiRegionClusterName is { Length: > 0 });
            }
            catch (ClusterNotFoundException)
            {
                return false;
            }
            // A Region that extraRegions adds for Global Datastore may have no MemoryDB.
            catch (Exception failure) when (IsNoEndpoint(failure))
            {
                return false;
            }
        }, cancellationToken);

    private static ResourceHook Hook(Func<CancellationToken, Task> ask) =>
        new(HookName, (_, cancellationToken) => ask(cancellationToken), new() { OnDryRun = true });

    private static async Task RefuseAsync(
        string kind, string expected, string other, Func<Task<bool>> isThere, CancellationToken cancellationToken)
    {
        var store = SettingsReader.Key("store");
        bool there;
        try
        {
            there = await isThere();
        }
        // Whatever it is: nothing is made beside what may be there.
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException(
                $"whether {other} is there, beside which {store} cannot be \"{kind}\", could not be learned: {failure.Message}");
        }
        if (there)
        {
            throw new InvalidOperationException(
                $"{store} is \"{kind}\": expected {expected}, because {other} is there. A store cannot change its kind, which would delete "
                + $"it and its data: deploy another one, of another {SettingsReader.Key("name")}, in stacks of its own (docs/memorydb.md)");
        }
    }

    private static bool IsNoEndpoint(Exception? failure) => failure is not null
        && (failure is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }
            || IsNoEndpoint(failure.InnerException));
}
