using System.Collections.Immutable;

namespace SessionStore.Infra.Guard;

/// <summary>What a guard watches over, as the stack's state has it. The properties' names are in it, for ever.</summary>
internal sealed record GuardedRegion(
    string Region, string ReplicationGroupId, string PrimaryEndpoint, string VpcId, string HostedZoneId, string WriterName)
{
    /// <summary>
    /// The Multi-Region cluster of a store on MemoryDB, whose Regional cluster is in the replication group's place; null otherwise.
    /// </summary>
    public string? MultiRegionClusterName { get; init; }

    /// <summary>Reads what the guard has registered.</summary>
    /// <exception cref="InvalidOperationException">One is missing.</exception>
    public static GuardedRegion Of(ImmutableDictionary<string, object?>? outputs)
    {
        return new(
            Text(nameof(Region)),
            Text(nameof(ReplicationGroupId)),
            Text(nameof(PrimaryEndpoint)),
            Text(nameof(VpcId)),
            Text(nameof(HostedZoneId)),
            Text(nameof(WriterName)))
        {
            MultiRegionClusterName = outputs?.GetValueOrDefault(nameof(MultiRegionClusterName)) as string,
        };

        string Text(string name) => outputs?.GetValueOrDefault(name) as string
            ?? throw new InvalidOperationException($"the guard's state has no {name}: run `pulumi up` first");
    }
}
