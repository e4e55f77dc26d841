using System.Globalization;
using System.Text.RegularExpressions;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Compute;
using SessionStore.Infra.Network;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Replication;

/// <summary>The replicator of one Region.</summary>
/// <param name="Program">What runs.</param>
/// <param name="InstanceType">The type of its one instance, such as t3.small.</param>
/// <param name="User">The user that it signs in to the store as, by the name in the declaration; null without users.</param>
/// <param name="CreatesEndpoints">Whether the stack creates the VPC endpoints that it needs.</param>
/// <param name="CompareAt">When it compares the stores each day, as HH:mm in UTC; null for never.</param>
/// <param name="CompareRepairs">Whether it copies again what the daily comparison finds.</param>
internal sealed partial record WorkerSettings(
    PublishedProgram Program, string InstanceType, string? User, bool CreatesEndpoints, string? CompareAt, bool CompareRepairs)
{
    // Building this program publishes the worker there.
    private const string Published = "replicator/bin/package", Command = "SessionStore.Replicator";

    /// <summary>The key of the user, without its namespace.</summary>
    public const string UserName = "replicatorUser";

    private const string TypeName = "replicatorInstanceType", EndpointsName = "vpcEndpoints", AtName = "replicatorCompareAt",
        RepairsName = "replicatorCompareRepairs", Never = "never", DefaultCompareAt = "03:30";

    /// <summary>The keys, without their namespace.</summary>
    public static IReadOnlyList<string> Keys { get; } = [TypeName, UserName, EndpointsName, AtName, RepairsName];

    /// <summary>Reads and checks them.</summary>
    /// <param name="region">The Region of the stack.</param>
    public static WorkerSettings Read(SettingsReader reader, string region, NetworkSettings network)
    {
        var at = reader.Text(
            SettingsReader.Key(AtName),
            $"a time of day in UTC such as {DefaultCompareAt}, or {Never}",
            text => text == Never || TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            DefaultCompareAt);
        return new(
            FindProgram(reader),
            reader.Text(
                SettingsReader.Key(TypeName),
                "an instance type with an x86-64 processor, such as t3.small: what is published for linux-x64 does not run on Graviton",
                type => TypePattern().IsMatch(type) && !Graviton().IsMatch(type),
                fallback: "t3.small"),
            reader.OptionalText(SettingsReader.Key(UserName), "the name of a user in the declaration, such as replicator", _ => true),
            ReadEndpoints(reader, region, network),
            at == Never ? null : at,
            reader.Boolean(SettingsReader.Key(RepairsName), fallback: true));
    }

    /// <summary>Holds the user against the store's: not every one may do what a replicator does.</summary>
    public void CheckUser(Authentication authentication, Problems problems)
    {
        var key = SettingsReader.Key(UserName);
        if (authentication is not UserAuthentication { Users: var users })
        {
            if (User is not null)
            {
                problems.Add(key, User, $"no value: the store has no users with auth: {authentication.Mode}");
            }
            return;
        }
        var expected = $"one of the store's users that may {UserRights.InWords}: {string.Join(", ", users.Select(user => user.Name))}";
        if (users.FirstOrDefault(user => user.Name == User) is not { } found)
        {
            problems.Add(key, User, expected);
        }
        else if (UserRights.Missing(found.AccessString) is { Count: > 0 } missing)
        {
            problems.Add(key, User, $"{expected}; the access string of {User} lacks {string.Join(", ", missing)}");
        }
    }

    private static PublishedProgram FindProgram(SettingsReader reader)
    {
        var folder = Path.GetFullPath(Published, ProjectFolder.Root());
        if (!File.Exists(Path.Combine(folder, Command)))
        {
            var key = new[] { ReplicationSettings.Name, MigrationSettings.Name }.Select(SettingsReader.Key)
                .First(key => reader.Raw(key) is not null);
            reader.Problems.Add(key, reader.Raw(key), $"what `dotnet build infra` publishes, and {folder} has no {Command}");
        }
        return new(folder, Command, NeedsIcu: false);
    }

    // A second endpoint of a service in one VPC is refused while both answer to the service's name, and one that was there already cannot
    // be seen from here: CreateVpcEndpoint in the EC2 API reference.
    private static bool ReadEndpoints(SettingsReader reader, string region, NetworkSettings network)
    {
        var key = SettingsReader.Key(EndpointsName);
        if (network is ExistingVpcSettings && reader.Raw(key) is null)
        {
            reader.Problems.Add(
                key, null, "true, with which the stack creates the endpoints that the replicator needs in the VPC, or false, where the VPC "
                    + "has them or another way out of its private subnets (docs/replication.md)");
        }
        var creates = reader.Boolean(key, fallback: true);
        // There some services' names begin with cn.com.amazonaws, and others' do not: "AWS services that integrate with AWS PrivateLink".
        if (creates && region.StartsWith("cn-", StringComparison.Ordinal))
        {
            reader.Problems.Add(
                key, reader.Raw(key), $"false in {region}, whose endpoint services are named otherwise: create the endpoints yourself");
        }
        return creates;
    }

    [GeneratedRegex("^[a-z0-9-]+\\.[a-z0-9-]+$")]
    private static partial Regex TypePattern();

    // "Amazon EC2 instance type naming conventions": the letter g behind the generation is Graviton's.
    [GeneratedRegex(@"^a1\.|^[a-z]+[0-9]+[a-z]*g[a-z]*(-[a-z0-9]+)?\.")]
    private static partial Regex Graviton();
}
