namespace SessionStore.Infra.Network;

/// <summary>A transit gateway that somebody has named.</summary>
/// <param name="Key">Where it is named: the whole key of a setting, or an output of another stack.</param>
internal sealed record NamedTransitGateway(string Region, string Id, string Key);

/// <summary>A transit gateway that exists.</summary>
/// <param name="Name">Which one it is.</param>
/// <param name="AssociationRouteTableId">The route table that decides where traffic from a VPC goes.</param>
/// <param name="PropagationRouteTableId">The route table that learns the VPCs' addresses.</param>
internal sealed record ExistingTransitGateway(NamedTransitGateway Name, string AssociationRouteTableId, string PropagationRouteTableId);

/// <summary>Two transit gateways that are peered.</summary>
/// <param name="Here">The one of the stack that is being deployed.</param>
/// <param name="There">The one of the other Region.</param>
/// <param name="PeeringAttachmentId">The peering attachment, which has the same ID in both Regions.</param>
internal sealed record TransitGatewayPeering(ExistingTransitGateway Here, ExistingTransitGateway There, string PeeringAttachmentId);

/// <summary>The transit gateway of a Region and those that it is peered with.</summary>
/// <param name="Here">The Region's own.</param>
/// <param name="Pairs">One for each of the other Regions.</param>
/// <param name="AttachmentId">The attachment that the Region's VPC has to its own already; null where it has none.</param>
internal sealed record TransitGateways(ExistingTransitGateway Here, IReadOnlyList<TransitGatewayPeering> Pairs, string? AttachmentId)
{
    /// <summary>What leads to a Region.</summary>
    public TransitGatewayPeering To(string region) => Pairs.Single(pair => pair.There.Name.Region == region);
}

/// <summary>An attachment that a VPC has to its gateway already.</summary>
/// <param name="VpcId">The VPC that it has to belong to.</param>
/// <param name="Key">The whole key of the setting that names it.</param>
internal sealed record NamedAttachment(string Id, string VpcId, string Key);
