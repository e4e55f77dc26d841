using Pulumi;
using Pulumi.Aws.Route53;
using Pulumi.Aws.Route53.Inputs;

namespace SessionStore.Infra.Failover;

/// <summary>The private zone of a store that has no writer record: each Region puts a record for its own clients into it.</summary>
internal sealed class PrivateZone : ComponentResource
{
    public Output<string> ZoneId { get; }

    public PrivateZone(string name, PrivateZoneArgs args, ComponentResourceOptions? options = null)
        : base("session-store:dns:PrivateZone", name, options)
    {
        ZoneId = Of(name, args, this).ZoneId;
        RegisterOutputs();
    }

    /// <summary>The zone as a component's child.</summary>
    /// <param name="name">The component's name.</param>
    public static Zone Of(string name, PrivateZoneArgs args, Resource parent) => new($"{name}-zone", new()
    {
        Name = args.Domain,
        Comment = "Session store",
        Vpcs = { new ZoneVpcArgs { VpcId = args.VpcId } },
        // The history and the operator's pin are records that Pulumi does not know; with them in place the zone could not be destroyed.
        ForceDestroy = !args.DeletionProtection,
    }, new()
    {
        Parent = parent,
        Protect = args.DeletionProtection,
        // Owned by the zone associations of the secondary stacks, which this list would undo.
        IgnoreChanges = { "vpcs" },
    });
}

internal record PrivateZoneArgs
{
    /// <summary>The private hosted zone's name.</summary>
    public required string Domain { get; init; }

    /// <summary>The VPC that the zone begins with.</summary>
    public required Output<string> VpcId { get; init; }

    public required bool DeletionProtection { get; init; }
}
