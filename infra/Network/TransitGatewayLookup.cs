using Pulumi;
using Pulumi.Aws;
using Pulumi.Aws.Ec2TransitGateway;
using Pulumi.Aws.Ec2TransitGateway.Inputs;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Network;

/// <summary>
/// Transit gateways that were there before the program, and the peerings between them. Everything is looked up and checked before anything
/// is registered that depends on it: traffic that a gateway drops shows nowhere.
/// </summary>
internal sealed class TransitGatewayLookup
{
    private readonly InvokeOptions _options;
    private readonly Problems _problems;
    private readonly Lookup _lookup;

    private TransitGatewayLookup(Problems problems, InvokeOptions options) =>
        (_problems, _options, _lookup) = (problems, options, new(problems));

    /// <summary>Looks up the gateway of a Region and its peerings with those of other Regions.</summary>
    /// <param name="args">The Region, which gateway it has, and the others.</param>
    /// <param name="problems">Where it is noted what is not there, or does not fit.</param>
    /// <param name="options">The options of the functions that are called, with the provider.</param>
    /// <returns>The gateways; null where the Region's is not there, and where VPCs are peered.</returns>
    public static async Task<TransitGateways?> RunAsync(NetworkLookupArgs args, Problems problems, InvokeOptions options)
    {
        if (args.Connectivity.TransitGatewayId is not { } id)
        {
            return null;
        }
        var lookup = new TransitGatewayLookup(problems, options);
        var here = new NamedTransitGateway(args.Context.Region, id, ConnectivitySettings.GatewayKey);
        var account = await lookup.AskAsync(here, "an account to compare with", () => GetCallerIdentity.InvokeAsync(null, options));
        var own = await lookup.GatewayAsync(here, account?.AccountId);
        if (own is not null && args is { Connectivity.AttachmentId: { } attachment, Network: ExistingVpcSettings vpc })
        {
            await lookup.AttachmentAsync(own, new(attachment, vpc.VpcId, ConnectivitySettings.AttachmentKey));
        }
        var pairs = new List<TransitGatewayPeering>();
        foreach (var there in args.Others)
        {
            var name = new NamedTransitGateway(there.Region, there.TransitGatewayId!, there.TransitGatewayKey);
            if (await lookup.PairAsync(own, await lookup.GatewayAsync(name, account?.AccountId)) is { } pair)
            {
                pairs.Add(pair);
            }
        }
        return own is null ? null : new(own, pairs, args.Connectivity.AttachmentId);
    }

    private async Task<TransitGatewayPeering?> PairAsync(ExistingTransitGateway? own, ExistingTransitGateway? other)
    {
        // A gateway that is not there has no peering either, which would be no news.
        if (own is null || other is null || await PeeringAsync(own, other) is not { } peering)
        {
            return null;
        }
        await AssociationAsync(own, peering);
        await AssociationAsync(other, peering);
        return new(own, other, peering);
    }

    private async Task<ExistingTransitGateway?> GatewayAsync(NamedTransitGateway name, string? account)
    {
        var gateway = await AskAsync(
            name,
            $"a transit gateway in {name.Region}",
            () => GetTransitGateway.InvokeAsync(new() { Id = name.Id, Region = name.Region }, _options));
        if (gateway is null)
        {
            return null;
        }
        // Whoever a gateway is shared with can attach to it, and neither read nor change its route tables and peerings.
        if (account is not null && gateway.OwnerId != account)
        {
            Add(name, $"a transit gateway of account {account}, not of {gateway.OwnerId}: routes in it are its owner's to change");
        }
        if (gateway.DefaultRouteTableAssociation != "enable" || gateway.DefaultRouteTablePropagation != "enable")
        {
            Add(name,
                "a transit gateway that associates VPCs with a default route table and propagates them to one, or nobody knows which "
                    + "tables to route in");
        }
        return new(name, gateway.AssociationDefaultRouteTableId, gateway.PropagationDefaultRouteTableId);
    }

    // The way to the other Regions is added to the gateway's default route table, which is the one that an attachment of ours would ask.
    private async Task AttachmentAsync(ExistingTransitGateway gateway, NamedAttachment name)
    {
        var found = await _lookup.AskAsync(
            name.Key,
            name.Id,
            $"an attachment in {gateway.Name.Region}",
            () => GetAttachment.InvokeAsync(new() { TransitGatewayAttachmentId = name.Id, Region = gateway.Name.Region }, _options));
        if (found is null)
        {
            return;
        }
        if ((found.ResourceId, found.TransitGatewayId, found.State) != (name.VpcId, gateway.Name.Id, "available"))
        {
            _problems.Add(
                name.Key,
                name.Id,
                $"an available attachment of {name.VpcId} to {gateway.Name.Id}, "
                + $"not a {found.State} one of {found.ResourceId} to {found.TransitGatewayId}");
        }
        else if (found.AssociationTransitGatewayRouteTableId != gateway.AssociationRouteTableId)
        {
            _problems.Add(
                name.Key,
                name.Id,
                $"an attachment that is associated with {gateway.AssociationRouteTableId}, the default route table of {gateway.Name.Id}, "
                + $"not with {Table(found.AssociationTransitGatewayRouteTableId)}");
        }
    }

    // The peering attachment has the same ID in both Regions.
    private async Task<string?> PeeringAsync(ExistingTransitGateway own, ExistingTransitGateway other)
    {
        var filter = new GetPeeringAttachmentsFilterArgs { Name = "state", Values = { "available" } };
        var available = await AskAsync(
            own.Name,
            "a transit gateway whose peering attachments can be listed",
            () => GetPeeringAttachments.InvokeAsync(new() { Region = own.Name.Region, Filters = { filter } }, _options));
        if (available is null)
        {
            return null;
        }
        foreach (var id in available.Ids)
        {
            var peering = await AskAsync(
                own.Name,
                $"a peering attachment {id} that can be read",
                () => GetPeeringAttachment.InvokeAsync(new() { Id = id, Region = own.Name.Region }, _options));
            // Either of the two may have asked for it.
            if (peering is not null
                && new[] { peering.TransitGatewayId, peering.PeerTransitGatewayId }.Order()
                    .SequenceEqual(new[] { own.Name.Id, other.Name.Id }.Order()))
            {
                return id;
            }
        }
        Add(
            own.Name,
            $"a transit gateway with an available peering attachment to {other.Name.Id} in {other.Name.Region}: create one and accept it "
                + "first (docs/network.md)");
        return null;
    }

    // What arrives from the other Region is looked up in the table that the peering is associated with: the VPC has to be in it.
    private async Task AssociationAsync(ExistingTransitGateway gateway, string peering)
    {
        var attachment = await AskAsync(
            gateway.Name,
            $"a peering attachment {peering} that can be read",
            () => GetAttachment.InvokeAsync(new() { TransitGatewayAttachmentId = peering, Region = gateway.Name.Region }, _options));
        if (attachment is not null && attachment.AssociationTransitGatewayRouteTableId != gateway.PropagationRouteTableId)
        {
            Add(
                gateway.Name,
                $"a transit gateway whose peering {peering} is associated with {gateway.PropagationRouteTableId}, the route table that "
                    + $"VPCs propagate to, not with {Table(attachment.AssociationTransitGatewayRouteTableId)}");
        }
    }

    private static string Table(string id) => string.IsNullOrEmpty(id) ? "none" : id;

    private void Add(NamedTransitGateway name, string expected) => _problems.Add(name.Key, name.Id, expected);

    private Task<T?> AskAsync<T>(NamedTransitGateway name, string expected, Func<Task<T>> ask)
        where T : class => _lookup.AskAsync(name.Key, name.Id, expected, ask);
}
