using System.Text.RegularExpressions;
using Pulumi;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Compute;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Replication;

/// <summary>How the replicator signs in to a store that is moved in.</summary>
/// <param name="User">The user; null without one.</param>
/// <param name="Secret">The user's password, or the token of all, a secret; null where it asks for none.</param>
/// <param name="ReplicationGroupId">The replication group that it signs in to with IAM; null where not with IAM.</param>
/// <param name="Region">The Region that IAM's tokens are signed for.</param>
internal sealed partial record MigrationSignIn(string? User, Output<string>? Secret, string? ReplicationGroupId, string Region)
{
    /// <summary>The key that says whether that store speaks TLS, without its namespace.</summary>
    public const string TlsName = "migrateTls";

    private const string UserName = "migrateUser", SecretName = "migratePassword", GroupName = "migrateReplicationGroupId",
        Endpoints = ".cache.amazonaws.com";

    private static readonly string _tls = SettingsReader.Key(TlsName), _user = SettingsReader.Key(UserName),
        _secret = SettingsReader.Key(SecretName), _group = SettingsReader.Key(GroupName);

    /// <summary>The keys, without their namespace.</summary>
    public static IReadOnlyList<string> Keys { get; } = [UserName, SecretName, GroupName];

    /// <summary>Those whose values are never shown.</summary>
    public static IReadOnlyList<string> HiddenKeys { get; } = [SecretName];

    /// <summary>Reads and checks them.</summary>
    /// <param name="host">Where the store is; null where that was refused already.</param>
    /// <param name="tls">Whether it speaks TLS.</param>
    /// <param name="region">The Region of the stack.</param>
    public static MigrationSignIn Read(SettingsReader reader, string? host, bool tls, string region)
    {
        if (reader.Raw(_group) is not null)
        {
            return ReadIam(reader, host, tls, region);
        }
        var user = reader.OptionalText(_user, "the name of a user of that store, without spaces", name =>
            !name.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)));
        var secret = reader.Raw(_secret) is null && user is null ? null : SecretSetting.Read(
            reader, SecretName, $"the password of that user, or the token of the old store; with IAM none, and {_group}", password =>
                password.Any(char.IsControl) ? "has control characters" : null);
        if (!tls && secret is not null)
        {
            reader.Problems.Add(_tls, "false", "true with a password, which would go over the network in plain text");
        }
        return new(user, secret, null, region);
    }

    /// <summary>What the worker's role may do for it: sign in to that group as that user, in this account.</summary>
    public IEnumerable<PolicyStatement> Statements(AwsAccount account)
    {
        if (ReplicationGroupId is not null)
        {
            var service = ConnectService.ElastiCache;
            yield return new()
            {
                Sid = "SignInToTheOldStore",
                Action = [$"{service.Name}:Connect"],
                Resource =
                [
                    account.RegionalArn(service.Name, Region, $"{service.Store}{ReplicationGroupId}"),
                    account.RegionalArn(service.Name, Region, $"{service.User}{User}"),
                ],
            };
        }
    }

    /// <summary>How the worker is told of it.</summary>
    public StoreSignIn ForWorker() => (User, Secret, ReplicationGroupId) switch
    {
        (var user, _, not null) => new("iam", user),
        (_, null, _) => new(NoAuthentication.Name),
        (null, var token, _) => new("token", SecretOption: "AuthToken", Secret: token),
        var (user, password, _) => new("users", user, "Password", password),
    };

    private static MigrationSignIn ReadIam(SettingsReader reader, string? host, bool tls, string region)
    {
        var group = reader.OptionalText(
            _group, "an ElastiCache replication group ID in lower case, such as session-store-old", GroupPattern().IsMatch);
        var user = reader.Text(_user, $"the ID of that store's user to sign in as with IAM, because {_group} is set: letters, digits and "
            + "hyphens", UserPattern().IsMatch);
        if (reader.Raw(_secret) is not null)
        {
            reader.Problems.AddFlaw(_secret, "is set", $"no value with {_group}: with IAM the user has no password");
        }
        if (!tls)
        {
            reader.Problems.Add(_tls, "false", $"true with {_group}: ElastiCache has users with TLS alone");
        }
        if (host is not null && group is not null && !reader.Problems.Concern(_group))
        {
            CheckEndpoint(reader, host, group);
        }
        return new(user, null, group, group is not null && RegionAtEnd().Match(group) is { Success: true } named
            ? named.Groups["region"].Value : region);
    }

    // The worker reads the group that a token is for in the endpoint's name, also behind names of one's own: SessionStore.Client.
    private static void CheckEndpoint(SettingsReader reader, string host, string group)
    {
        var (from, labels) = (SettingsReader.Key(MigrationSettings.Name), host.Split('.'));
        var isEndpoint = host.Contains(Endpoints, StringComparison.Ordinal) && labels is ["master" or "clustercfg", _, ..];
        if (System.Net.IPAddress.TryParse(host, out _) || (host.Contains(".amazonaws.com", StringComparison.Ordinal) && !isEndpoint))
        {
            reader.Problems.Add(
                from, reader.Raw(from), $"the primary or configuration endpoint of {group} with {_group}, such as "
                    + $"master.{group}.abc123.use1{Endpoints}:6379, because a token is signed for the group in its name");
        }
        else if (isEndpoint && labels[1] != group)
        {
            reader.Problems.Add(_group, group, $"{labels[1]}, the replication group of {from}");
        }
    }

    // CreateReplicationGroup in the ElastiCache API reference.
    [GeneratedRegex("^(?!.*--)[a-z]([a-z0-9-]{0,38}[a-z0-9])?$")]
    private static partial Regex GroupPattern();

    // CreateUser in the ElastiCache API reference. With IAM a user's ID and name are the same: "Authenticating with IAM".
    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9-]*$")]
    private static partial Regex UserPattern();

    // The same as the client's, which signs for it.
    [GeneratedRegex(
        "-(?<region>[a-z]{2}(-(gov|iso[a-z]?))?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[0-9]+)$")]
    private static partial Regex RegionAtEnd();
}
