using System.Globalization;
using Amazon.ElastiCache;
using Amazon.ElastiCache.Model;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Writes;

/// <summary>Looks at the parameters with which a group refuses writes.</summary>
internal sealed class MinReplicasReader(ServiceClients clients)
{
    private const string InSync = "in-sync";

    /// <summary>Looks; null for a Region whose group does not exist.</summary>
    /// <exception cref="AmazonElastiCacheException">ElastiCache refuses to say.</exception>
    public async Task<MinReplicas?> ReadAsync(DeployedRegion region, CancellationToken cancellationToken)
    {
        var elastiCache = clients.ElastiCache(region.Name);
        var clusters = await ClustersAsync(elastiCache, cancellationToken);
        var own = clusters.Where(cluster => region.Owns(cluster.ReplicationGroupId)).ToArray();
        if (own.Length == 0)
        {
            return null;
        }
        var group = own[0].CacheParameterGroup.CacheParameterGroupName;
        var parameters = await ParametersAsync(elastiCache, group, cancellationToken);
        var parameter = parameters.GetValueOrDefault(MinReplicas.Parameter);
        return new(
            group,
            Number(parameter),
            Number(parameters.GetValueOrDefault(MinReplicas.MaxLagParameter)),
            parameter is { IsModifiable: true } && parameter.ChangeType == ChangeType.Immediate,
            parameter?.AllowedValues,
            own.All(cluster => cluster.CacheParameterGroup.ParameterApplyStatus == InSync),
            [
                .. clusters.Where(cluster => region.Owns(cluster.ReplicationGroupId)
                    != (cluster.CacheParameterGroup?.CacheParameterGroupName == group)).Select(cluster => cluster.CacheClusterId),
            ]);
    }

    private static async Task<List<CacheCluster>> ClustersAsync(IAmazonElastiCache elastiCache, CancellationToken cancellationToken)
    {
        var (clusters, request) = (new List<CacheCluster>(), new DescribeCacheClustersRequest());
        do
        {
            var page = await elastiCache.DescribeCacheClustersAsync(request, cancellationToken);
            clusters.AddRange(page.CacheClusters ?? []);
            request.Marker = page.Marker;
        }
        while (!string.IsNullOrEmpty(request.Marker));
        return clusters;
    }

    private static async Task<Dictionary<string, Parameter>> ParametersAsync(
        IAmazonElastiCache elastiCache, string group, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, Parameter>();
        var request = new DescribeCacheParametersRequest { CacheParameterGroupName = group };
        do
        {
            var page = await elastiCache.DescribeCacheParametersAsync(request, cancellationToken);
            foreach (var parameter in page.Parameters ?? [])
            {
                parameters[parameter.ParameterName] = parameter;
            }
            request.Marker = page.Marker;
        }
        while (!string.IsNullOrEmpty(request.Marker));
        return parameters;
    }

    private static int? Number(Parameter? parameter) =>
        int.TryParse(parameter?.ParameterValue, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
