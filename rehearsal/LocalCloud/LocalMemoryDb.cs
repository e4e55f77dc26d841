using SessionStore.Contract;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>What MemoryDB knows in all Regions: the Multi-Region clusters, and the clusters that joined them.</summary>
internal sealed class LocalMemoryDb
{
    private readonly List<LocalMultiRegionCluster> _stores = [];
    private readonly List<LocalRegionalCluster> _clusters = [];

    /// <summary>The Multi-Region clusters.</summary>
    public IReadOnlyList<LocalMultiRegionCluster> Stores => _stores;

    /// <summary>The Regional clusters.</summary>
    public IReadOnlyList<LocalRegionalCluster> Clusters => _clusters;

    /// <summary>A Region's cluster.</summary>
    public LocalRegionalCluster Of(string region) => _clusters.Single(cluster => cluster.Region == region);

    /// <summary>Takes over what a stage registered.</summary>
    /// <param name="stage">A stage of a store on MemoryDB; the primary's first.</param>
    public void Add(StageRun stage)
    {
        foreach (var store in stage.All("aws:memorydb/multiRegionCluster:MultiRegionCluster"))
        {
            _stores.Add(new(
                store.Id, store.Text("engine"), store.Text("engineVersion"), store.Text("nodeType"), store.Number("numShards")));
        }
        var cluster = stage.Only("aws:memorydb/cluster:Cluster");
        var region = (string)stage.Output(OutputNames.Region);
        _clusters.Add(new(region, cluster.Text("name"), _stores.Single(store => store.Name == cluster.Text("multiRegionClusterName")))
        {
            AclName = cluster.Text("aclName"),
            Endpoint = (string)stage.Output(OutputNames.ClusterEndpoint),
            ReplicasPerShard = cluster.Number("numReplicasPerShard"),
        });
    }

    /// <summary>Takes a Region's cluster away, as who deletes it does.</summary>
    public void Remove(string region) => _clusters.Remove(Of(region));
}

/// <summary>A Multi-Region cluster: what its Regional clusters have in common.</summary>
/// <param name="Name">Its name, with the prefix that AWS gives it.</param>
/// <param name="Shards">How many shards each Region has.</param>
internal sealed record LocalMultiRegionCluster(string Name, string Engine, string EngineVersion, string NodeType, int Shards)
{
    /// <summary>Such as available, updating or creating.</summary>
    public string Status { get; set; } = "available";
}

/// <summary>A Region's cluster.</summary>
internal sealed record LocalRegionalCluster(string Region, string Name, LocalMultiRegionCluster Store)
{
    public required string AclName { get; set; }

    /// <summary>The name of its cluster endpoint.</summary>
    public required string Endpoint { get; set; }

    public required int ReplicasPerShard { get; set; }

    /// <summary>Such as available, updating or creating.</summary>
    public string Status { get; set; } = "available";

    /// <summary>What its shards and nodes are, whatever is done to the cluster.</summary>
    public string NodeStatus { get; set; } = "available";
}
