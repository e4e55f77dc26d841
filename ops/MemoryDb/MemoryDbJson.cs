using System.Text.Json;
using System.Text.Json.Serialization;

namespace SessionStore.Ops.MemoryDb;

/// <summary>The status for programs.</summary>
internal static class MemoryDbJson
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    /// <summary>The look as JSON; what is unknown is null, and stands in the list <c>unknown</c> with the reason.</summary>
    public static string Of(MemoryDbStatus status, IReadOnlyList<string> findings) => JsonSerializer.Serialize(new
    {
        Store = "memoryDb",
        status.Store.WriterName,
        status.Store.MultiRegionClusterName,
        WriterTargets = status.Names.Silence is null ? status.Names.Targets : null,
        Route53Answers = status.Names.Silence is null,
        Regions = status.Regions.Select(region => new
        {
            Region = region.Region.Name,
            region.Region.Stack,
            region.Region.ClusterName,
            region.Region.ClusterEndpoint,
            region.Cluster,
            region.MultiRegionCluster,
            region.Lag,
            region.Alarms,
        }),
        status.Unknown,
        Findings = findings,
    }, _options);
}
