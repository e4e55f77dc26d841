namespace SessionStore.Infra.Network;

/// <summary>A Region that another stack has deployed, and how to speak of it.</summary>
/// <param name="Who">Such as "the primary".</param>
/// <param name="Stack">The stack's name.</param>
/// <param name="Outputs">What the stack hands over.</param>
/// <param name="PeeringConnectionId">The peering with its VPC that was there before the stacks; null where the stack peers the
/// VPCs.</param>
/// <param name="PeeringConnectionKey">The whole key of the setting that names it.</param>
public sealed record KnownRegion(
    string Who, string Stack, IDeployedRegion Outputs, string? PeeringConnectionId, string PeeringConnectionKey);
