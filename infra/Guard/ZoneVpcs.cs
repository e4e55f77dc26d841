using Amazon.Route53;
using Amazon.Route53.Model;

namespace SessionStore.Infra.Guard;

/// <summary>The VPCs of the private zone: AWS deletes no zone that others still have a part in.</summary>
internal static class ZoneVpcs
{
    /// <summary>Why the zone may not be deleted now: a VPC of another Region; null for none, or no zone.</summary>
    public static async Task<string?> ForeignAsync(IAmazonRoute53 route53, GuardedRegion home, CancellationToken cancellationToken)
    {
        try
        {
            var zone = await route53.GetHostedZoneAsync(new GetHostedZoneRequest(home.HostedZoneId), cancellationToken);
            return (zone.VPCs ?? []).FirstOrDefault(vpc => vpc.VPCId != home.VpcId && vpc.VPCRegion.Value != home.Region) is { } other
                ? $"{other.VPCId} in {other.VPCRegion} is still associated with the hosted zone {home.HostedZoneId}: destroy the secondary "
                    + "stacks first"
                : null;
        }
        catch (NoSuchHostedZoneException)
        {
            return null;
        }
    }
}
