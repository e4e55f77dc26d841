using System.Net;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Network;

/// <summary>
/// What is between two VPCs before the stack peers them: addresses, peerings and routes. AWS refuses a peering when any of the VPCs'
/// blocks overlap, not only the first; and whoever asks for a peering that is there already is handed that one, whose owner would lose it
/// when the stack is destroyed (https://github.com/hashicorp/terraform-provider-aws/pull/27751).
/// </summary>
internal sealed class ExistingPeerings(RequesterVpc here, Problems problems, InvokeOptions options)
{
    // Those of a peering that is there: "VPC peering connection lifecycle" in the Amazon VPC peering guide.
    private static readonly string[] _alive = ["initiating-request", "pending-acceptance", "provisioning", "active"];

    private readonly Lookup _lookup = new(problems);
    private readonly ExistingRoutes _routes = new(problems, options);

    /// <summary>
    /// Notes whatever would make a new peering fail. A peering of this stack's that stands already is not looked at again.
    /// </summary>
    /// <param name="name">The Name tag of this stack's own peering with it.</param>
    public async Task CheckNewAsync(DeployedRegion there, string name)
    {
        // Nobody shall need the other Region, which may be lost, to change something in this one.
        var standing = await FindAsync(("tag:Name", [name]), ("accepter-vpc-info.vpc-id", [there.VpcId]), ("status-code", ["active"]));
        if (standing is not { Count: 0 })
        {
            return;
        }
        var vpc = await _lookup.AskAsync(
            there.VpcKey,
            there.VpcId,
            $"a VPC in {there.Region}",
            () => GetVpc.InvokeAsync(new() { Id = there.VpcId, Region = there.Region }, options));
        if (CheckBlocks(there, vpc))
        {
            // Nothing can be routed to addresses that both have, whatever else there is.
            return;
        }
        await CheckUnpeeredAsync(there, name);
        await _routes.CheckFreeAsync(here.Region, here.RouteTablesKey, here.RouteTableIds, there.VpcCidr);
        await _routes.CheckFreeAsync(there.Region, there.RouteTablesKey, there.RouteTableIds, here.Cidr);
    }

    /// <summary>Notes whatever an existing peering lacks for the store's clients.</summary>
    /// <param name="name">The Name tag that this stack gives to peerings of its own.</param>
    public async Task CheckExistingAsync(DeployedRegion there, string name, string connectionId)
    {
        var found = await GetAsync(there.PeeringConnectionKey, connectionId);
        if (found is null)
        {
            return;
        }
        string[] ends = [found.VpcId, found.PeerVpcId];
        if (found.Status != "active" || !ends.Contains(here.VpcId) || !ends.Contains(there.VpcId))
        {
            problems.Add(
                there.PeeringConnectionKey, connectionId, $"an active peering of {here.VpcId} and {there.Who}'s {there.VpcId}, not one of "
                    + $"{found.VpcId} and {found.PeerVpcId} that is {found.Status}");
            return;
        }
        if (IsOwn(found, name))
        {
            problems.Add(there.PeeringConnectionKey, connectionId,
                "a peering that was there before this stack, not the stack's own, which would be "
                + "deleted: leave the key out");
            return;
        }
        await _routes.CheckLedAsync(here.Region, here.RouteTablesKey, here.RouteTableIds, there.VpcCidr, connectionId);
        await _routes.CheckLedAsync(there.Region, there.RouteTablesKey, there.RouteTableIds, here.Cidr, connectionId);
    }

    private bool CheckBlocks(DeployedRegion there, GetVpcResult? vpc)
    {
        var overlaps = (from block in vpc is null ? [there.VpcCidr] : ExistingVpc.Blocks(vpc)
                        from own in here.Blocks
                        where NetworkSettings.Overlap(own, block)
                        select (own, block)).ToArray();
        foreach (var (own, block) in overlaps)
        {
            problems.Add(
                here.VpcKey,
                here.VpcId ?? $"{own}",
                here.VpcId is null
                    ? $"a CIDR block that does not overlap {block} of {there.Who}'s VPC {there.VpcId}: AWS refuses to peer them"
                    : $"a VPC whose CIDR blocks do not overlap {there.Who}'s {block}, as {own} does: AWS refuses to peer them");
        }
        return overlaps.Length > 0;
    }

    private static bool IsOwn(GetVpcPeeringConnectionResult peering, string name) => peering.Tags.GetValueOrDefault("Name") == name;

    private async Task CheckUnpeeredAsync(DeployedRegion there, string name)
    {
        if (here.VpcId is not { } vpc)
        {
            return;
        }
        foreach (var (requester, accepter) in new[] { (vpc, there.VpcId), (there.VpcId, vpc) })
        {
            var alive = await FindAsync(
                ("requester-vpc-info.vpc-id", [requester]), ("accepter-vpc-info.vpc-id", [accepter]), ("status-code", _alive));
            foreach (var id in alive ?? [])
            {
                // Its own that an interrupted update has left is the stack's to go on with.
                if (await GetAsync(here.VpcKey, id) is { } found && !(IsOwn(found, name) && requester == vpc))
                {
                    problems.Add(
                        here.VpcKey,
                        vpc,
                        $"a VPC that is not peered with {there.Who}'s {there.VpcId} yet, or {there.PeeringConnectionKey}: {id}, "
                        + $"to use the peering that is there ({found.Status}); AWS has only one between two VPCs, "
                        + "and would hand it to this stack, which deletes what it owns when it is destroyed");
                }
            }
        }
    }

    private async Task<IReadOnlyList<string>?> FindAsync(params IEnumerable<(string Name, string[] Values)> filters)
    {
        var args = new GetVpcPeeringConnectionsArgs { Region = here.Region };
        foreach (var (name, values) in filters)
        {
            args.Filters.Add(new GetVpcPeeringConnectionsFilterArgs { Name = name, Values = [.. values] });
        }
        var found = await _lookup.AskAsync(
            here.VpcKey,
            here.VpcId ?? $"{here.Cidr}",
            $"a VPC in {here.Region} whose peerings can be listed",
            () => GetVpcPeeringConnections.InvokeAsync(args, options));
        return found?.Ids;
    }

    private Task<GetVpcPeeringConnectionResult?> GetAsync(string key, string id) => _lookup.AskAsync(
        key, id, $"a VPC peering connection in {here.Region}", () => GetVpcPeeringConnection.InvokeAsync(new() { Id = id }, options));
}
