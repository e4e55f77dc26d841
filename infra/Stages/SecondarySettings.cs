using System.Text.RegularExpressions;
using Pulumi;
using SessionStore.Infra.Cache;
using SessionStore.Infra.MemoryDb;
using SessionStore.Infra.Network;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>What a secondary stage has to know; everything that the Regions share it reads from the primary's outputs.</summary>
/// <param name="Stage">What both stages have to know.</param>
/// <param name="PrimaryStack">The primary's stack as a stack reference wants it: organization/project/stack.</param>
/// <param name="PeerStacks">The stacks of the other secondaries that exist already, likewise; empty for the first secondary.</param>
/// <param name="PeeringConnectionId">The peering of the VPC with the primary's that was there before; null where the stack peers
/// them.</param>
/// <param name="PeerPeeringConnectionId">Likewise with the other secondary's VPC.</param>
internal sealed partial record SecondarySettings(
    StageSettings Stage,
    string PrimaryStack,
    IReadOnlyList<string> PeerStacks,
    string? PeeringConnectionId,
    string? PeerPeeringConnectionId)
{
    /// <summary>The key of the other secondaries, without its namespace.</summary>
    public const string Peers = "peers";

    /// <summary>The key of the peering with the primary's VPC, without its namespace.</summary>
    public const string PeeringConnection = "peeringConnectionId";

    /// <summary>The key of the peering with the other secondary's VPC, without its namespace.</summary>
    public const string PeerPeeringConnection = "peerPeeringConnectionId";

    /// <summary>The peers as the stack's file has them, for messages.</summary>
    public string? PeersAsRead { get; init; }

    /// <summary>The keys that belong to this stage alone, without their namespace.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["primaryStack", Peers, PeeringConnection, PeerPeeringConnection];

    public static SecondarySettings Read(SettingsReader reader)
    {
        reader.Refuse("a secondary inherits it from the primary stack, so set it there", PrimarySettings.Keys);
        var primary = FullName(reader.Text(
            SettingsReader.Key("primaryStack"),
            "a stack of this project, such as primary, or organization/project/stack",
            IsStack,
            fallback: "primary"));
        var stage = StageSettings.Read(reader, joins: true);
        var peers = ReadPeers(reader, primary);
        if (peers.Count == 0)
        {
            reader.Refuse($"the stack names no {SettingsReader.Key(Peers)}", PeerPeeringConnection);
        }
        if (peers.Count > 1)
        {
            reader.Refuse($"the stack names several {SettingsReader.Key(Peers)}, and peers their VPCs", PeerPeeringConnection);
        }
        return new(
            stage,
            primary,
            peers,
            ReadPeering(reader, stage, PeeringConnection),
            peers.Count == 1 ? ReadPeering(reader, stage, PeerPeeringConnection) : null)
        {
            PeersAsRead = reader.Raw(SettingsReader.Key(Peers)),
        };
    }

    /// <summary>Ends the program when there are more peers than a Global Datastore has.</summary>
    /// <exception cref="RunException">There are.</exception>
    public void CheckPeersOfGlobalDatastore()
    {
        // This stack is a secondary, too.
        const int Most = GlobalDatastoreLimits.Secondaries - 1;
        if (PeerStacks.Distinct().Count() > Most)
        {
            var problems = new Problems();
            problems.Add(
                SettingsReader.Key(Peers),
                PeersAsRead,
                $"at most {Most} stack, because a Global Datastore has at most {GlobalDatastoreLimits.Secondaries} secondaries and this "
                    + "stack is one of them");
            problems.ThrowIfAny($"the settings of stack {Deployment.Instance.StackName}");
        }
    }

    private static string? ReadPeering(SettingsReader reader, StageSettings stage, string name)
    {
        if (stage.Connectivity.TransitGatewayId is not null)
        {
            reader.Refuse("transit gateways connect the Regions", name);
            return null;
        }
        if (stage.Network is not ExistingVpcSettings)
        {
            reader.Refuse("the stack peers the VPC that it creates", name);
            return null;
        }
        return reader.OptionalText(SettingsReader.Key(name), "the ID of a VPC peering connection, such as "
            + "pcx-0123456789abcdef0", PeeringPattern().IsMatch);
    }

    private static IReadOnlyList<string> ReadPeers(SettingsReader reader, string primary)
    {
        var key = SettingsReader.Key(Peers);
        var names = reader.List(
            key, "a list of stacks of this project, such as [\"secondary\"], or of organization/project/stack",
            names => names.All(IsStack));
        var peers = names.Select(FullName).ToArray();
        // Beside the primary's and this one. A Global Datastore has fewer, which only the primary's outputs tell.
        const int Most = MemoryDbLimits.RegionsOfAStore - 2;
        if (peers.Distinct().Count() > Most)
        {
            reader.Problems.Add(
                key,
                reader.Raw(key),
                $"at most {Most} stacks, because no store has more than {MemoryDbLimits.RegionsOfAStore} Regions, the primary's and this "
                    + "stack's among them");
        }
        if (peers.Distinct().Count() < peers.Length)
        {
            reader.Problems.Add(key, reader.Raw(key), "each stack once");
        }
        if (peers.Contains(primary))
        {
            reader.Problems.Add(
                key,
                reader.Raw(key),
                $"secondaries only: {primary} is the primary's stack, with which every secondary is connected anyway");
        }
        if (peers.Contains(FullName(Deployment.Instance.StackName)))
        {
            reader.Problems.Add(key, reader.Raw(key), "other stacks than this one");
        }
        return peers;
    }

    [GeneratedRegex("^pcx-([0-9a-f]{8}|[0-9a-f]{17})$")]
    private static partial Regex PeeringPattern();

    private static bool IsStack(string name) => name.Split('/') is [_] or [_, _, _] && name.Split('/').All(part => part.Length > 0);

    private static string FullName(string stack) =>
        stack.Contains('/', StringComparison.Ordinal)
            ? stack
            : $"{Deployment.Instance.OrganizationName}/{Deployment.Instance.ProjectName}/{stack}";
}
