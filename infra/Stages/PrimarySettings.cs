using System.Text.RegularExpressions;
using SessionStore.Infra.Application;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Compute;
using SessionStore.Infra.Failover;
using SessionStore.Infra.Replication;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>What the primary stage has to know: it decides for all Regions what they share.</summary>
/// <param name="Stage">What both stages have to know.</param>
/// <param name="Name">The prefix of every physical name, the same in all Regions.</param>
/// <param name="EngineVersion">The Valkey version of all members.</param>
/// <param name="FoundingEngineVersion">The Valkey version that the store was created with: the same, or an earlier one.</param>
/// <param name="NodeType">The node type of all members.</param>
/// <param name="Shards">How many shards the store has; null with cluster mode off.</param>
/// <param name="WriterName">The name below the domain that leads to the Region that takes writes.</param>
/// <param name="ReaderName">The name below the domain that leads to the nearest Region's replicas.</param>
/// <param name="DataPlaneFailover">Whether a Region can override the writer record while Route 53's API does not answer.</param>
/// <param name="Authentication">How clients sign in, in all Regions.</param>
internal sealed partial record PrimarySettings(
    StageSettings Stage,
    string Name,
    string EngineVersion,
    string FoundingEngineVersion,
    string NodeType,
    int? Shards,
    string Domain,
    string WriterName,
    string ReaderName,
    bool DataPlaneFailover,
    Authentication Authentication)
{
    private const string ExtraVersions = "extraEngineVersions", DataPlane = "dataPlaneFailover";

    /// <summary>The keys that belong to this stage alone, without their namespace.</summary>
    public static IReadOnlyList<string> Keys { get; } =

    [
        StoreKind.Key, "name", "engineVersion", "foundingEngineVersion", "extraEngineVersions", "nodeType", "extraNodeFamilies", "shards",
        "domain", "writerName", "readerName", DataPlane,
        .. AuthenticationSettings.Keys, .. MigrationSettings.Keys,
    ];

    /// <summary>How many nodes the Region's member has.</summary>
    public MemberSize Size => MemberSize.Of(Stage.Cache, clusterEnabled: Shards is not null);

    /// <summary>What a group runs that is no member; null where the store does not take part in replication by a replicator.</summary>
    public StoreEngine? Engine =>
        Stage.Replication.ByReplicator ? new(EngineVersion, NodeType, Shards, StoreParameters.KeyspaceEvents) : null;

    public static PrimarySettings Read(SettingsReader reader)
    {
        RefuseSecondarys(reader);
        var stage = StageSettings.Read(reader);
        var domain = ReadDomain(reader);
        var versions = ReadVersions(reader, GlobalDatastoreLimits.EngineVersions);
        var engineVersion = ReadVersion(reader, "engineVersion", versions) ?? "8.1";
        var name = ReadName(reader, stage.Region, "replication group ID");
        var settings = new PrimarySettings(
            stage,
            name,
            engineVersion,
            ReadVersion(reader, "foundingEngineVersion", versions) ?? engineVersion,
            ReadNodeType(reader),
            reader.OptionalInteger(SettingsReader.Key("shards"), least: 1, most: GlobalDatastoreLimits.Shards),
            domain,
            ReadRecordName(reader, "writerName", domain, fallback: null),
            ReadRecordName(reader, "readerName", domain, fallback: $"reader.{domain}"),
            reader.Boolean(SettingsReader.Key(DataPlane), fallback: true),
            AuthenticationSettings.Read(reader, name));
        if (settings.ReaderName == settings.WriterName)
        {
            reader.Problems.Add(SettingsReader.Key("readerName"), settings.ReaderName,
                $"another name than {SettingsReader.Key("writerName")}");
        }
        if (settings.WriterName.Length > DnsName.LongestWriterName)
        {
            reader.Problems.Add(
                SettingsReader.Key("writerName"),
                settings.WriterName,
                $"a name of at most {DnsName.LongestWriterName} characters, not {settings.WriterName.Length}: the function keeps "
                    + $"records beside it, under longer names");
        }
        if (stage.Application is { } application)
        {
            ApplicationSettings.CheckName(name, reader.Problems);
            StoreSignIn.Check(SettingsReader.Key(ApplicationSettings.UserName), application.User, settings.Authentication, reader.Problems);
        }
        stage.Replication.Worker?.CheckUser(settings.Authentication, reader.Problems);
        stage.Replication.Migration?.CheckNames(domain, reader.Problems);
        settings.CheckFounding(reader.Problems);
        settings.CheckSize(reader.Problems);
        settings.CheckDataPlane(reader.Problems);
        return settings;
    }

    /// <summary>Notes the keys that belong to secondaries.</summary>
    public static void RefuseSecondarys(SettingsReader reader)
    {
        reader.Refuse("the later of two secondaries names the other, and the primary never learns of them", SecondarySettings.Peers);
        reader.Refuse("the later stack connects the Regions, so set it there", SecondarySettings.PeeringConnection,
            SecondarySettings.PeerPeeringConnection);
    }

    private void CheckDataPlane(Problems problems)
    {
        if (!DataPlaneFailover)
        {
            return;
        }
        if (!WatchableRegions.All.Contains(Stage.Region) && !problems.Concern(StageSettings.RegionKey))
        {
            problems.Add(StageSettings.RegionKey, Stage.Region, WatchableRegions.Expected);
        }
        // PutParameter in the Systems Manager API reference.
        if (Name.StartsWith("aws", StringComparison.Ordinal) || Name.StartsWith("ssm", StringComparison.Ordinal))
        {
            problems.Add(
                SettingsReader.Key("name"),
                Name,
                "a name that does not begin with aws or ssm, as no parameter of Systems Manager does, or "
                    + $"{SettingsReader.Key(DataPlane)}: false");
        }
    }

    private void CheckFounding(Problems problems)
    {
        if (Version.TryParse(FoundingEngineVersion, out var founding) && Version.TryParse(EngineVersion, out var now) && founding > now)
        {
            problems.Add(
                SettingsReader.Key("foundingEngineVersion"),
                FoundingEngineVersion,
                $"a version that is not newer than {EngineVersion} ({SettingsReader.Key("engineVersion")}): there is no way back to an "
                    + "older one");
        }
    }

    private void CheckSize(Problems problems)
    {
        Stage.Cache.CheckMode(Size.ClusterEnabled, problems);
        if (Shards is { } shards && shards * (1 + Size.ReplicasPerShard) is { } nodes && nodes > GlobalDatastoreLimits.NodesInClusterMode)
        {
            problems.Add(
                SettingsReader.Key("shards"),
                $"{shards}",
                $"a number with which all shards together have at most {GlobalDatastoreLimits.NodesInClusterMode} nodes in the Region, "
                    + $"not {nodes} "
                + $"with {Size.ReplicasPerShard} in {SettingsReader.Key("replicasPerShard")}");
        }
    }

    /// <summary>Reads the private domain.</summary>
    public static string ReadDomain(SettingsReader reader) => reader.Text(
        SettingsReader.Key("domain"), "a private domain in lower case, such as valkey-dr.live", DnsName.IsDomain);

    /// <summary>Reads the store's name.</summary>
    /// <param name="what">What has the longest name that is made of it: that of the replication group, or of the cluster.</param>
    public static string ReadName(SettingsReader reader, string region, string what)
    {
        const string Fallback = "session-store";
        var longest = GlobalDatastoreLimits.ReplicationGroupIdLength;
        var key = SettingsReader.Key("name");
        var name = reader.Text(
            key,
            $"lower-case letters, digits and single hyphens, a letter first and no hyphen last, as a {what} has them",
            NamePattern().IsMatch,
            Fallback);
        var group = new Naming(name, region).ReplicationGroupId;
        if (group.Length > longest)
        {
            reader.Problems.Add(key, name,
                $"a name with which the {what} \"{group}\" has at most {longest} characters, not {group.Length}");
        }
        return name;
    }

    /// <summary>The versions that a service offers, and those that the settings add.</summary>
    public static IReadOnlyList<string> ReadVersions(SettingsReader reader, IReadOnlyList<string> known) =>
    [
        .. known,
        .. reader.List(SettingsReader.Key(ExtraVersions), "a list of Valkey versions, such as "
            + "[\"9.2\"]", versions => versions.All(GlobalDatastoreLimits.IsEngineVersion)),
    ];

    /// <summary>Reads a version; null where it is not set.</summary>
    public static string? ReadVersion(SettingsReader reader, string name, IReadOnlyList<string> versions)
    {
        var key = SettingsReader.Key(name);
        // The Pulumi CLI reads 9.0 without quotes as a number, and hands 9 over.
        var quotes = reader.Raw(key) is { } value && value.All(char.IsAsciiDigit) ? $", in quotes, such as \"{value}.0\", or YAML takes "
            + $"it for a number" : "";
        return reader.OptionalText(
            key, $"a Valkey version: {string.Join(", ", versions)} ({SettingsReader.Key(ExtraVersions)} adds "
                + $"more){quotes}", versions.Contains);
    }

    private static string ReadNodeType(SettingsReader reader)
    {
        var extra = SettingsReader.Key("extraNodeFamilies");
        string[] families = [.. GlobalDatastoreLimits.NodeFamilies,
            .. reader.List(extra, "a list of node families, such as [\"r9g\"]", _ => true)];
        return reader.Text(
            SettingsReader.Key("nodeType"),
            $"a node type that Global Datastore supports, cache.FAMILY.large or larger (r6gd begins with xlarge), of the families "
                + $"{string.Join(", ", families)} ({extra} adds more)",
            nodeType => GlobalDatastoreLimits.IsNodeType(nodeType, families),
            fallback: "cache.r7g.large");
    }

    /// <summary>Reads a name in the private zone.</summary>
    public static string ReadRecordName(SettingsReader reader, string name, string domain, string? fallback) => reader.Text(
        SettingsReader.Key(name),
        $"a name below the domain \"{domain}\", not the domain itself, because a zone's apex cannot be a CNAME",
        value => DnsName.IsBelow(value, domain),
        fallback);

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex NamePattern();
}
