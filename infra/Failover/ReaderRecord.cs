using Pulumi;
using Pulumi.Aws.Route53;
using Pulumi.Aws.Route53.Inputs;

namespace SessionStore.Infra.Failover;

/// <summary>One Region's answer under the reader name: every client is led to the Region with the least latency, its own.</summary>
public sealed class ReaderRecord : ComponentResource
{
    // A Region's reader endpoint never changes; a resolver may keep it for a minute.
    private const int TtlSeconds = 60;

    /// <summary>Creates the record.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="zoneId">The private hosted zone.</param>
    /// <param name="readerName">The name, the same in all Regions.</param>
    /// <param name="region">The Region.</param>
    /// <param name="endpoint">The endpoint of the Region's replicas; in cluster mode the Region's configuration endpoint.</param>
    /// <param name="options">The component's options.</param>
    public ReaderRecord(
        string name, Input<string> zoneId, string readerName, string region, Output<string> endpoint, ComponentResourceOptions? options = null)
        : base("session-store:dns:ReaderRecord", name, options)
    {
        _ = new Record($"{name}-record", new()
        {
            ZoneId = zoneId,
            Name = readerName,
            Type = RecordType.CNAME,
            Ttl = TtlSeconds,
            SetIdentifier = region,
            LatencyRoutingPolicies = { new RecordLatencyRoutingPolicyArgs { Region = region } },
            Records = { endpoint },
        }, new() { Parent = this });
        RegisterOutputs();
    }
}
