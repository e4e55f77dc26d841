using System.Net;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Outputs;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Network;

/// <summary>The routes that tables had before the stack.</summary>
/// <param name="problems">Where it is noted what does not fit.</param>
/// <param name="options">The options of the functions that are called, with the provider.</param>
internal sealed class ExistingRoutes(Problems problems, InvokeOptions options)
{
    private readonly Lookup _lookup = new(problems);

    /// <summary>
    /// Notes tables that have a route already where the stack adds one: AWS has each destination only once in a table, and refuses
    /// another.
    /// </summary>
    /// <param name="key">Where the tables are named.</param>
    /// <param name="destination">Where the stack's routes lead.</param>
    public async Task CheckFreeAsync(string region, string key, IReadOnlyList<string> tables, IPNetwork destination)
    {
        foreach (var (id, routes) in await RoutesAsync(region, key, tables))
        {
            if (routes.Where(route => route.Destination == destination).Select(route => route.Target).FirstOrDefault() is { } target)
            {
                problems.Add(key, id, $"a route table without a route to {destination}, which the stack adds: the one that is there "
                    + $"leads to {target}; delete it first");
            }
        }
    }

    /// <summary>Notes tables that do not lead somewhere over a peering.</summary>
    /// <param name="key">Where the tables are named.</param>
    /// <param name="destination">Where they have to lead.</param>
    public async Task CheckLedAsync(string region, string key, IReadOnlyList<string> tables, IPNetwork destination, string connectionId)
    {
        foreach (var (id, routes) in await RoutesAsync(region, key, tables))
        {
            // The longest prefix wins: "Route priority" in the Amazon VPC user guide.
            var taken = routes.Where(route => route.Destination.PrefixLength <= destination.PrefixLength
                && route.Destination.Contains(destination.BaseAddress))
                .MaxBy(route => route.Destination.PrefixLength)?.Target;
            if (taken != connectionId)
            {
                problems.Add(
                    key,
                    id,
                    $"a route table that leads {destination} to {connectionId}, not to {taken ?? "nothing"}: "
                    + $"the routes of a peering that was there are its owner's; add it with `aws ec2 create-route --region {region} "
                    + $"--route-table-id {id} --destination-cidr-block {destination} --vpc-peering-connection-id {connectionId}`");
            }
        }
    }

    private async Task<IReadOnlyList<(string Id, IReadOnlyList<FoundRoute> Routes)>> RoutesAsync(
        string region, string key, IReadOnlyList<string> tables)
    {
        var found = new List<(string, IReadOnlyList<FoundRoute>)>();
        foreach (var id in tables)
        {
            var table = await _lookup.AskAsync(
                key,
                id,
                $"a route table in {region}",
                () => GetRouteTable.InvokeAsync(new() { RouteTableId = id, Region = region }, options));
            if (table is not null)
            {
                found.Add((id, [.. table.Routes.Select(FoundRoute.Of).OfType<FoundRoute>()]));
            }
        }
        return found;
    }
}

/// <summary>A route that is there.</summary>
/// <param name="Target">The ID of what it leads to.</param>
internal sealed record FoundRoute(IPNetwork Destination, string Target)
{
    /// <summary>A route as the provider reads it; null for one of IPv6 or a prefix list.</summary>
    public static FoundRoute? Of(GetRouteTableRouteResult route) => IPNetwork.TryParse(route.CidrBlock, out var destination)
        ? new(destination, new[]
        {
            route.VpcPeeringConnectionId, route.TransitGatewayId, route.GatewayId, route.NatGatewayId, route.NetworkInterfaceId,
            route.LocalGatewayId,
            route.VpcEndpointId, route.CarrierGatewayId, route.CoreNetworkArn, route.InstanceId,
        }.FirstOrDefault(target => !string.IsNullOrEmpty(target)) ?? "something else")
        : null;
}
