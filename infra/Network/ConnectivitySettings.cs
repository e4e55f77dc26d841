using System.Text.RegularExpressions;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Network;

/// <summary>What connects the Regions: peerings of their VPCs, or transit gateways that exist and are peered with each other.</summary>
/// <param name="TransitGatewayId">The Region's transit gateway; null where the VPCs are peered.</param>
/// <param name="AttachmentId">The attachment that the VPC has to it already; null where the stack attaches the VPC, or needs not.</param>
internal sealed partial record ConnectivitySettings(string? TransitGatewayId, string? AttachmentId)
{
    private const string Peering = "peering", TransitGateway = "transitGateway", AttachmentName = "transitGatewayAttachmentId";

    /// <summary>The whole key of the Region's transit gateway.</summary>
    public static string GatewayKey { get; } = SettingsReader.Key("transitGatewayId");

    /// <summary>The whole key of the VPC's attachment.</summary>
    public static string AttachmentKey { get; } = SettingsReader.Key(AttachmentName);

    private static readonly string _key = SettingsReader.Key("connectivity");

    public static ConnectivitySettings Read(SettingsReader reader, NetworkSettings network)
    {
        var kind = reader.Text(_key, $"{Peering} or {TransitGateway}", value => value is Peering or TransitGateway, fallback: Peering);
        if (kind == TransitGateway)
        {
            return new(
                reader.Text(GatewayKey, "the ID of the Region's transit gateway, such as tgw-0123456789abcdef0", GatewayPattern().IsMatch),
                    ReadAttachment(reader, network));
        }
        reader.Refuse($"without {_key}: {TransitGateway} no transit gateway is used", "transitGatewayId", AttachmentName);
        return new(null, null);
    }

    /// <summary>Notes when another Region is connected in another way: there is nothing between a gateway and a peering.</summary>
    /// <param name="who">The other Region, such as "the primary".</param>
    /// <param name="gatewayId">The other Region's transit gateway; null where it has none.</param>
    public void CheckSame(string who, string? gatewayId, Problems problems)
    {
        if ((TransitGatewayId is null) != (gatewayId is null))
        {
            problems.Add(
                _key,
                TransitGatewayId is null ? Peering : TransitGateway,
                gatewayId is null
                    ? $"{Peering}, as {who}'s stack has it, whose outputs name no transit gateway"
                    : $"{TransitGateway}, as {who}'s stack has it with {gatewayId}");
        }
    }

    private static string? ReadAttachment(SettingsReader reader, NetworkSettings network)
    {
        if (network is ExistingVpcSettings)
        {
            return reader.OptionalText(AttachmentKey, "the ID of the VPC's attachment, such as tgw-attach-0123456789abcdef0",
                AttachmentPattern().IsMatch);
        }
        reader.Refuse("the stack attaches the VPC that it creates", AttachmentName);
        return null;
    }

    [GeneratedRegex("^tgw-attach-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex AttachmentPattern();

    [GeneratedRegex("^tgw-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex GatewayPattern();
}
