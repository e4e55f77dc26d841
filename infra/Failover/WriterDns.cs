using Pulumi;
using Pulumi.Aws.Route53;

namespace SessionStore.Infra.Failover;

/// <summary>The private zone and the writer record in it.</summary>
public sealed class WriterDns : ComponentResource
{
    /// <summary>How long a resolver may keep a record, in seconds: what a client adds to the time of a failover.</summary>
    public const int RecordTtlSeconds = 10;

    /// <summary>The hosted zone's ID.</summary>
    public Output<string> ZoneId { get; }

    /// <summary>The hosted zone's ARN.</summary>
    public Output<string> ZoneArn { get; }

    /// <summary>Creates the zone and the first writer record.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="domain">The zone.</param>
    /// <param name="writerName">The writer record's name.</param>
    /// <param name="vpcId">The VPC that the zone begins with.</param>
    /// <param name="endpoint">The endpoint that takes writes when the store is created.</param>
    /// <param name="protect">Whether the zone is protected against deletion.</param>
    /// <param name="options">The component's options.</param>
    public WriterDns(
        string name, string domain, string writerName, Output<string> vpcId, Output<string> endpoint, bool protect, ComponentResourceOptions? options = null)
        : base("session-store:dns:WriterDns", name, options)
    {
        var zone = new Zone($"{name}-zone", new()
        {
            Name = domain,
            Comment = "Session store",
            Vpcs = { new Pulumi.Aws.Route53.Inputs.ZoneVpcArgs { VpcId = vpcId } },
            // The history and the operator's pin are records that Pulumi does not know; with them in place the zone could not be destroyed.
            ForceDestroy = !protect,
        }, new()
        {
            Parent = this,
            Protect = protect,
            // Owned by the zone associations of the secondary stacks, which this list would undo.
            IgnoreChanges = { "vpcs" },
        });
        _ = new Record($"{name}-writer", new()
        {
            ZoneId = zone.ZoneId,
            Name = writerName,
            Type = RecordType.CNAME,
            Ttl = RecordTtlSeconds,
            Records = { endpoint },
        }, new()
        {
            Parent = this,
            Protect = protect,
            // Owned by the failover function from the first promotion on. The time to live as well: any change that Pulumi makes to
            // the record sends the target from its state along, which would undo a failover.
            IgnoreChanges = { "records", "ttl" },
        });

        ZoneId = zone.ZoneId;
        ZoneArn = zone.Arn;
        RegisterOutputs();
    }
}
