using System.Net;
using Pulumi;
using Pulumi.Aws;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Network;

/// <summary>
/// A VPC that was there before the program. Everything is looked up and checked before anything is registered that depends on it: what
/// does not fit would show after an hour, or on the day of a promotion.
/// </summary>
internal sealed class ExistingVpc
{
    private const string VpcIdName = "vpcId", PublicName = "publicSubnetIds", PrivateName = "privateSubnetIds",
        TablesName = "routeTableIds";

    private readonly ExistingVpcSettings _settings;
    private readonly string _region;
    private readonly InvokeOptions _options;
    private readonly Problems _problems;
    private readonly Lookup _lookup;

    private ExistingVpc(ExistingVpcSettings settings, string region, Problems problems, InvokeOptions options)
    {
        (_settings, _region, _problems, _options) = (settings, region, problems, options);
        _lookup = new(_problems);
    }

    /// <param name="settings">Which VPC, and what of it.</param>
    /// <param name="problems">Where it is noted what is not there, or does not fit.</param>
    /// <param name="options">The options of the functions that are called, with the provider.</param>
    /// <returns>The VPC and all its blocks; null where it is not there.</returns>
    public static async Task<(RegionNetwork Network, IReadOnlyList<IPNetwork> Blocks)?> LookUpAsync(
        ExistingVpcSettings settings, string region, Problems problems, InvokeOptions options)
    {
        var lookup = new ExistingVpc(settings, region, problems, options);
        var vpc = await lookup.VpcAsync();
        var publicSubnets = await lookup.SubnetsAsync(PublicName, settings.PublicSubnetIds, vpc);
        var nodes = await lookup.SubnetsAsync(PrivateName, settings.PrivateSubnetIds, vpc);
        lookup.CheckZones(PrivateName, settings.PrivateSubnetIds, nodes);
        await lookup.TablesAsync();
        await lookup.WayBackAsync(PrivateName, vpc, nodes);
        if (settings.Use == PublicSubnetUse.Application)
        {
            lookup.CheckZones(PublicName, settings.PublicSubnetIds, publicSubnets);
            lookup.CheckSizes(publicSubnets);
            await lookup.WayBackAsync(PublicName, vpc, publicSubnets);
            await lookup.InternetGatewayAsync();
        }
        if (vpc is null)
        {
            return null;
        }
        var network = new RegionNetwork
        {
            VpcId = Output.Create(settings.VpcId),
            VpcCidr = IPNetwork.Parse(vpc.CidrBlock),
            CidrBlocks = Blocks(vpc),
            PublicSubnetIds = [.. settings.PublicSubnetIds.Select(Output.Create)],
            PublicZoneSubnetIds = OneInEachZone(publicSubnets),
            PrivateSubnetIds = [.. settings.PrivateSubnetIds.Select(Output.Create)],
            ZoneSubnetIds = OneInEachZone(nodes),
            RouteTableIds = [.. settings.RouteTableIds.Select(Output.Create)],
            Created = [],
        };
        return (network, Blocks(vpc));
    }

    /// <summary>All blocks that a VPC has now.</summary>
    internal static IReadOnlyList<IPNetwork> Blocks(GetVpcResult vpc) =>
        [.. vpc.CidrBlockAssociations.Where(association => association.State == "associated")
            .Select(association => IPNetwork.Parse(association.CidrBlock))];

    private static IReadOnlyList<Output<string>> OneInEachZone(IEnumerable<GetSubnetResult> subnets) =>
        [.. subnets.DistinctBy(subnet => subnet.AvailabilityZone).Select(subnet => Output.Create(subnet.Id))];

    private void CheckZones(string name, IReadOnlyList<string> ids, IReadOnlyList<GetSubnetResult> found)
    {
        if (found.Count == ids.Count && found.DistinctBy(subnet => subnet.AvailabilityZone).Count() == 1)
        {
            Add(name, string.Join(", ", ids),
                $"subnets in at least two Availability Zones, not in {found[0].AvailabilityZone} alone");
        }
    }

    private void CheckSizes(IEnumerable<GetSubnetResult> subnets)
    {
        foreach (var subnet in subnets
            .Where(subnet => IPNetwork.Parse(subnet.CidrBlock).PrefixLength > LoadBalancerSubnet.LongestPrefix))
        {
            Add(PublicName, subnet.Id, $"a subnet of /{LoadBalancerSubnet.LongestPrefix} or larger, which the application's load balancer "
                + $"asks for, not {subnet.CidrBlock}");
        }
    }

    // Without one AWS refuses a load balancer that faces the internet, and an accelerator leads nowhere: "Requirements for endpoints with
    // client IP address preservation" in the Global Accelerator developer guide.
    private Task InternetGatewayAsync() => AskAsync(
        VpcIdName, _settings.VpcId, "a VPC with an internet gateway, which the application's load balancer and accelerator ask for", () =>
            GetInternetGateway.InvokeAsync(new()
            {
                Filters = { new GetInternetGatewayFilterArgs { Name = "attachment.vpc-id", Values = { _settings.VpcId } } },
            }, _options));

    private async Task<GetVpcResult?> VpcAsync()
    {
        var vpc = await AskAsync(VpcIdName, _settings.VpcId, $"a VPC in {_region}", () =>
            GetVpc.InvokeAsync(new() { Id = _settings.VpcId }, _options));
        var account = await AskAsync(VpcIdName, _settings.VpcId, "an account to compare with", () =>
            GetCallerIdentity.InvokeAsync(null, _options));
        if (vpc is null)
        {
            return null;
        }
        // A VPC that is shared shows its subnets, but its routes and peerings are its owner's: "Share your VPC subnets" in the Amazon VPC
        // user guide.
        if (account is not null && vpc.OwnerId != account.AccountId)
        {
            Add(VpcIdName, vpc.Id, $"a VPC of account {account.AccountId}, not of {vpc.OwnerId}");
        }
        // The private zone answers only with both. Support comes first: AWS switches hostnames on only where it is on.
        CheckDns(vpc.EnableDnsSupport, "enableDnsSupport", "--enable-dns-support");
        CheckDns(vpc.EnableDnsHostnames, "enableDnsHostnames", "--enable-dns-hostnames");
        return vpc;
    }

    private void CheckDns(bool isOn, string attribute, string option)
    {
        if (!isOn)
        {
            Add(
                VpcIdName,
                _settings.VpcId,
                $"a VPC with {attribute}, or the private zone does not answer in it; switch it on with "
                + $"`aws ec2 modify-vpc-attribute --region {_region} --vpc-id {_settings.VpcId} {option} '{{\"Value\":true}}'`");
        }
    }

    // Those that were found in the VPC.
    private async Task<IReadOnlyList<GetSubnetResult>> SubnetsAsync(string name, IReadOnlyList<string> ids, GetVpcResult? vpc)
    {
        var found = new List<GetSubnetResult>();
        foreach (var id in ids)
        {
            var subnet = await AskAsync(name, id, $"a subnet in {_region}", () => GetSubnet.InvokeAsync(new() { Id = id }, _options));
            if (subnet is null)
            {
                continue;
            }
            if (subnet.VpcId != _settings.VpcId)
            {
                Add(name, id, $"a subnet of {_settings.VpcId}, not of {subnet.VpcId}");
                continue;
            }
            found.Add(subnet);
            if (vpc is not null && !IPNetwork.Parse(vpc.CidrBlock).Contains(IPNetwork.Parse(subnet.CidrBlock).BaseAddress))
            {
                Add(name, id,
                    $"a subnet inside {vpc.CidrBlock}, the only block of {vpc.Id} that the other Regions get routes to, not "
                        + $"{subnet.CidrBlock}");
            }
            if (!NetworkSettings.IsZoneOf(subnet.AvailabilityZone, _region))
            {
                Add(name, id, $"a subnet in an Availability Zone, not in {subnet.AvailabilityZone}, where Global Datastore has no nodes");
            }
        }
        return found;
    }

    private async Task TablesAsync()
    {
        foreach (var id in _settings.RouteTableIds)
        {
            var table = await AskAsync(
                TablesName, id, $"a route table in {_region}", () => GetRouteTable.InvokeAsync(new() { RouteTableId = id }, _options));
            if (table is not null && table.VpcId != _settings.VpcId)
            {
                Add(TablesName, id, $"a route table of {_settings.VpcId}, not of {table.VpcId}");
            }
        }
    }

    // A node whose subnet has no route to the other Regions hears their clients and cannot answer, and an application in such a one cannot
    // ask, which both show on the day of a promotion.
    private async Task WayBackAsync(string name, GetVpcResult? vpc, IReadOnlyList<GetSubnetResult> subnets)
    {
        foreach (var subnet in subnets)
        {
            var own = await AskAsync(name, subnet.Id, "a subnet with a route table", () => GetRouteTables.InvokeAsync(
                new() { Filters = { new GetRouteTablesFilterArgs { Name = "association.subnet-id", Values = { subnet.Id } } } }, _options));
            // A subnet that is associated with no table uses the VPC's main one.
            if (own is not null && own.Ids.Append(vpc?.MainRouteTableId).First() is { } table && !_settings.RouteTableIds.Contains(table))
            {
                Add(TablesName, string.Join(", ", _settings.RouteTableIds), $"also {table}, the route table of {subnet.Id}");
            }
        }
    }

    private void Add(string name, string value, string expected) => _problems.Add(SettingsReader.Key(name), value, expected);

    private Task<T?> AskAsync<T>(string name, string id, string expected, Func<Task<T>> ask)
        where T : class => _lookup.AskAsync(SettingsReader.Key(name), id, expected, ask);
}
