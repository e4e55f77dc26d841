using System.Text.RegularExpressions;
using Pulumi;
using SessionStore.Infra.Application;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Guard;
using SessionStore.Infra.MemoryDb;
using SessionStore.Infra.Monitoring;
using SessionStore.Infra.Network;
using SessionStore.Infra.Replication;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>What both stages have to know.</summary>
/// <param name="Region">The Region of the stack, such as us-east-1.</param>
/// <param name="Provider">Who deploys the stack, and where to.</param>
/// <param name="Network">The Region's VPC: its addresses, or which one it is.</param>
/// <param name="Connectivity">What connects the Region with the others.</param>
/// <param name="Cache">The Region's part of the cache.</param>
/// <param name="Alarms">Who hears of alarms, and when.</param>
/// <param name="DeletionProtection">Whether data and the zone are protected against <c>pulumi destroy</c> and replacement.</param>
/// <param name="CustomerKey">Whether the Region gets a key of the customer's for data, logs and queues.</param>
/// <param name="LogRetentionDays">How long the failover function's logs are kept, in days.</param>
/// <param name="TestHost">Whether the Region gets an EC2 instance with valkey-cli.</param>
/// <param name="Application">The Region's application; null where it has none.</param>
/// <param name="Replication">How sessions come into the Region.</param>
/// <param name="Tags">Tags of the user's for every resource, beside the program's own.</param>
internal sealed partial record StageSettings(
    string Region,
    ProviderSettings Provider,
    NetworkSettings Network,
    ConnectivitySettings Connectivity,
    CacheSettings Cache,
    AlarmSettings Alarms,
    bool DeletionProtection,
    bool CustomerKey,
    int LogRetentionDays,
    bool TestHost,
    ApplicationSettings? Application,
    ReplicationSettings Replication,
    IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The key of the Region: the AWS provider's own.</summary>
    public const string RegionKey = "aws:region";

    /// <summary>How long logs are kept where nothing is set, in days: the default in Pulumi.yaml, which the CLI fills in.</summary>
    public const int DefaultLogRetentionDays = 30;

    /// <summary>The keys of what adds Regions and of how long logs are kept, without their namespace.</summary>
    public const string ExtraRegionsName = "extraRegions", LogRetention = "logRetentionDays";

    /// <summary>The Regions that the settings add to those that are known.</summary>
    public IReadOnlyList<string> ExtraRegions { get; init; } = [];

    // The periods that CloudWatch Logs takes: PutRetentionPolicy in its API reference.
    private static readonly int[] _retentionDays =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    /// <summary>Reads and checks what both stages have to know.</summary>
    /// <param name="joins">Whether the stack is one of those that come after the primary's.</param>
    /// <param name="regions">The Regions that the service supports; null for those of Global Datastore.</param>
    /// <param name="service">How messages call the service.</param>
    public static StageSettings Read(
        SettingsReader reader, bool joins = false, IReadOnlyList<string>? regions = null, string service = "Global Datastore")
    {
        var mode = ReplicationSettings.ReadMode(reader);
        var extra = reader.List(SettingsReader.Key(ExtraRegionsName), "a list of Regions, such as [\"eu-west-4\"]", _ => true);
        var region = ReadRegion(reader, joins, mode, [.. regions ?? GlobalDatastoreLimits.Regions, .. extra], service);
        var testHost = reader.Boolean(SettingsReader.Key("testHost"), fallback: true);
        var provider = ProviderSettings.Read(reader);
        var application = ApplicationSettings.Read(reader, region);
        var network = NetworkSettings.Read(reader, region, application is not null ? PublicSubnetUse.Application
            : testHost ? PublicSubnetUse.TestHost : PublicSubnetUse.None);
        return new(
            region,
            provider,
            network,
            ConnectivitySettings.Read(reader, network),
            CacheSettings.Read(reader),
            AlarmSettings.Read(reader),
            reader.Boolean(SettingsReader.Key("deletionProtection"), fallback: true),
            reader.Boolean(SettingsReader.Key("kms"), fallback: false),
            ReadRetention(reader),
            testHost,
            application,
            ReplicationSettings.Read(reader, mode, region, network, mayMigrate: !joins),
            ResourceTags.Read(reader))
        {
            ExtraRegions = extra,
        };
    }

    /// <summary>What is asked before a Global Datastore's group is created; null where the Region has no MemoryDB.</summary>
    public ResourceHook? BeforeGlobalDatastore(Naming naming) => KindOfStore.BeforeGlobalDatastore(
        Provider, Region, [.. MemoryDbLimits.Regions, .. ExtraRegions], naming.Cluster);

    private static string ReadRegion(SettingsReader reader, bool joins, string mode, IReadOnlyList<string> regions, string service)
    {
        if (joins && mode == ReplicationSettings.Replicator)
        {
            return reader.Text(RegionKey, "a Region, such as ap-southeast-6", RegionPattern().IsMatch);
        }
        var instead = joins
            ? $"; {SettingsReader.Key(ReplicationSettings.Name)}: {ReplicationSettings.Replicator} does without it (docs/replication.md)"
            : "";
        return reader.Text(
            RegionKey,
            $"a Region that {service} supports, or one that {SettingsReader.Key(ExtraRegionsName)} adds{instead}",
            regions.Contains);
    }

    private static int ReadRetention(SettingsReader reader)
    {
        var key = SettingsReader.Key(LogRetention);
        var days = reader.Integer(key, fallback: DefaultLogRetentionDays, least: 1, most: _retentionDays[^1]);
        if (!_retentionDays.Contains(days))
        {
            reader.Problems.Add(key, $"{days}", $"one of the periods that CloudWatch Logs offers: {string.Join(", ", _retentionDays)}");
        }
        return days;
    }

    [GeneratedRegex(@"^[a-z]{2,3}(-[a-z]+)+-\d$")]
    private static partial Regex RegionPattern();
}
