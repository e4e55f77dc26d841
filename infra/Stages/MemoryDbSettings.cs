using SessionStore.Infra.Application;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Compute;
using SessionStore.Infra.MemoryDb;
using SessionStore.Infra.Replication;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>What the primary stage of a store on MemoryDB has to know.</summary>
/// <param name="Stage">What both stages have to know.</param>
/// <param name="Name">The prefix of every physical name, the same in all Regions.</param>
/// <param name="EngineVersion">The Valkey version of all Regions.</param>
/// <param name="NodeType">The node type of all Regions.</param>
/// <param name="Shards">How many shards each Region has.</param>
/// <param name="WriterName">The name below the domain that leads each client to its own Region's cluster.</param>
/// <param name="Authentication">How clients sign in, in all Regions: with users.</param>
internal sealed record MemoryDbSettings(
    StageSettings Stage,
    string Name,
    string EngineVersion,
    string NodeType,
    int Shards,
    string Domain,
    string WriterName,
    Authentication Authentication)
{
    private static readonly string _because = $"the store is {StoreKind.MemoryDb}";

    // By the reason for which the whole key has no meaning here.
    private static readonly (string Reason, string[] Names)[] _meaningless =
    [
        ("every Region takes writes, so that the writer name is the reader name, too", ["readerName"]),
        ("there is no writer Region, and nothing that moves a name", ["dataPlaneFailover"]),
        ("a store on MemoryDB has the version that it was created with", ["foundingEngineVersion"]),
        ("it cannot be filled from another store", [.. MigrationSettings.Keys]),
        ("MemoryDB has no AUTH token", ["authTokenUpdateStrategy"]),
    ];

    public static MemoryDbSettings Read(SettingsReader reader)
    {
        PrimarySettings.RefuseSecondarys(reader);
        foreach (var (reason, names) in _meaningless)
        {
            reader.Refuse($"{_because}: {reason}", names);
        }
        var stage = StageSettings.Read(reader, regions: MemoryDbLimits.Regions, service: "MemoryDB Multi-Region");
        CheckStage(stage, reader.Problems);
        var domain = PrimarySettings.ReadDomain(reader);
        var name = PrimarySettings.ReadName(reader, stage.Region, "cluster name");
        var versions = PrimarySettings.ReadVersions(reader, MemoryDbLimits.EngineVersions);
        var version = PrimarySettings.ReadVersion(reader, "engineVersion", versions) ?? MemoryDbLimits.EngineVersions[0];
        CheckVersion(reader, version);
        var settings = new MemoryDbSettings(
            stage,
            name,
            version,
            ReadNodeType(reader),
            reader.OptionalInteger(SettingsReader.Key("shards"), least: 1, most: MemoryDbLimits.Shards) ?? 1,
            domain,
            PrimarySettings.ReadRecordName(reader, "writerName", domain, fallback: null),
            AuthenticationSettings.Read(reader, name, AuthenticationSettings.WithUsers));
        if (stage.Application is { } application)
        {
            ApplicationSettings.CheckName(name, reader.Problems);
            StoreSignIn.Check(
                SettingsReader.Key(ApplicationSettings.UserName), application.User, settings.Authentication, reader.Problems);
        }
        return settings;
    }

    /// <summary>Notes what the settings of any stage say although it has no meaning on MemoryDB.</summary>
    public static void CheckStage(StageSettings stage, Problems problems)
    {
        if (stage.Cache.Nodes is { } nodes)
        {
            problems.Add(SettingsReader.Key("nodes"), $"{nodes}",
                $"no value: {_because}: it is always in cluster mode, where {SettingsReader.Key("replicasPerShard")} says how many nodes "
                    + "there are");
        }
        if (stage.Replication.ByReplicator)
        {
            problems.Add(SettingsReader.Key(ReplicationSettings.Name), stage.Replication.Mode,
                $"no value: {_because}: the service replicates");
        }
        if (stage.LogRetentionDays != StageSettings.DefaultLogRetentionDays)
        {
            problems.Add(SettingsReader.Key(StageSettings.LogRetention), $"{stage.LogRetentionDays}",
                $"no value: {_because}: there is no function whose logs could be kept");
        }
    }

    private static void CheckVersion(SettingsReader reader, string version)
    {
        var key = SettingsReader.Key("engineVersion");
        if (!MemoryDbLimits.IsNewEnough(version) && !reader.Problems.Concern(key))
        {
            reader.Problems.Add(key, version, "7.3 or newer, which MemoryDB Multi-Region begins with");
        }
    }

    private static string ReadNodeType(SettingsReader reader)
    {
        var extra = SettingsReader.Key("extraNodeFamilies");
        string[] families = [.. MemoryDbLimits.NodeFamilies,
            .. reader.List(extra, "a list of node families, such as [\"r8g\"]", _ => true)];
        return reader.Text(
            SettingsReader.Key("nodeType"),
            $"a node type that MemoryDB Multi-Region supports, db.FAMILY.xlarge or larger, of the families {string.Join(", ", families)} "
                + $"({extra} adds more)",
            nodeType => MemoryDbLimits.IsNodeType(nodeType, families),
            fallback: "db.r7g.xlarge");
    }
}
