using System.Text.RegularExpressions;

namespace SessionStore.Configuration;

/// <summary>What connects the Regions: peerings of their VPCs, or transit gateways that exist and are peered with each other.</summary>
/// <param name="TransitGatewayId">The Region's transit gateway; null where the VPCs are peered.</param>
public sealed partial record ConnectivitySettings(string? TransitGatewayId)
{
    private const string Peering = "peering", TransitGateway = "transitGateway";

    /// <summary>The whole key of the Region's transit gateway.</summary>
    public static string GatewayKey { get; } = SettingsReader.Key("transitGatewayId");

    private static readonly string _key = SettingsReader.Key("connectivity");

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="reader">The configuration.</param>
    public static ConnectivitySettings Read(SettingsReader reader)
    {
        var kind = reader.Text(_key, $"{Peering} or {TransitGateway}", value => value is Peering or TransitGateway, fallback: Peering);
        if (kind == TransitGateway)
        {
            return new(reader.Text(GatewayKey, "the ID of the Region's transit gateway, such as tgw-0123456789abcdef0", Id().IsMatch));
        }
        reader.Refuse($"without {_key}: {TransitGateway} no transit gateway is used", "transitGatewayId");
        return new((string?)null);
    }

    /// <summary>Notes when another Region is connected in another way: there is nothing between a gateway and a peering.</summary>
    /// <param name="who">The other Region, such as "the primary".</param>
    /// <param name="gatewayId">The other Region's transit gateway; null where it has none.</param>
    /// <param name="problems">Where it is noted.</param>
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

    [GeneratedRegex("^tgw-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex Id();
}
