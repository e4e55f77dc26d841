using Pulumi;
using Pulumi.Aws.Route53;
using Pulumi.Aws.Route53.Inputs;

namespace SessionStore.Infra.Failover;

/// <summary>One Region's answer under the reader name: every client is led to the Region with the least latency, its own.</summary>
internal sealed class ReaderRecord : ComponentResource
{
    // A Region's reader endpoint never changes; a resolver may keep it for a minute.
    private const int TtlSeconds = 60;

    public ReaderRecord(string name, ReaderRecordArgs args, ComponentResourceOptions? options = null)
        : base("session-store:dns:ReaderRecord", name, options)
    {
        _ = new Record($"{name}-record", new()
        {
            ZoneId = args.ZoneId,
            Name = args.ReaderName,
            Type = RecordType.CNAME,
            Ttl = TtlSeconds,
            SetIdentifier = args.Context.Region,
            LatencyRoutingPolicies = { new RecordLatencyRoutingPolicyArgs { Region = args.Context.Region } },
            Records = { args.Endpoint },
        }, new() { Parent = this });
        RegisterOutputs();
    }
}

internal sealed record ReaderRecordArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The private hosted zone.</summary>
    public required Input<string> ZoneId { get; init; }

    /// <summary>The name, the same in all Regions.</summary>
    public required string ReaderName { get; init; }

    /// <summary>The endpoint of the Region's replicas; in cluster mode the Region's configuration endpoint.</summary>
    public required Output<string> Endpoint { get; init; }
}
