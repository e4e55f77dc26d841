using static SessionStore.Infra.Tests.Settings.SettingsProblem;

namespace SessionStore.Infra.Tests.Settings;

/// <summary>Values that the primary's stage does not take.</summary>
public class PrimaryRefusalTests
{
    [TestCase("session-store:domain", "", "session-store:domain is not set: expected a private domain in lower case")]
    [TestCase("session-store:domain", "Valkey-dr.live",
        "session-store:domain is \"Valkey-dr.live\": expected a private domain in lower case")]
    [TestCase("session-store:domain", "live", "session-store:domain is \"live\": expected a private domain")]
    [TestCase("session-store:writerName", "", "session-store:writerName is not set: expected a name below the domain \"valkey-dr.live\"")]
    [TestCase("session-store:writerName", "valkey-dr.live",
        "session-store:writerName is \"valkey-dr.live\": expected a name below the domain \"valkey-dr.live\", not the domain itself")]
    [TestCase("session-store:writerName", "demo.example.com",
        "session-store:writerName is \"demo.example.com\": expected a name below the domain \"valkey-dr.live\"")]
    [TestCase("session-store:writerName", "evilvalkey-dr.live",
        "session-store:writerName is \"evilvalkey-dr.live\": expected a name below the domain")]
    [TestCase("session-store:readerName", "demo.valkey-dr.live",
        "session-store:readerName is \"demo.valkey-dr.live\": expected another name than session-store:writerName")]
    [TestCase("session-store:engineVersion", "7.1", "session-store:engineVersion is \"7.1\": expected a Valkey version: 7.2, 8.0, 8.1, "
        + "8.2, 9.0, 9.1 (session-store:extraEngineVersions adds more)")]
    [TestCase("session-store:engineVersion", "9", "session-store:engineVersion is \"9\": expected a Valkey version: 7.2, 8.0, 8.1, 8.2, "
        + "9.0, 9.1 (session-store:extraEngineVersions adds more), in quotes, such as \"9.0\", or YAML takes it for a number")]
    [TestCase("session-store:extraEngineVersions", "[9.2]", "session-store:extraEngineVersions is \"[9.2]\": expected a list of Valkey "
        + "versions, such as [\"9.2\"], each in quotes, or YAML takes it for a number")]
    [TestCase("session-store:extraEngineVersions", "[\"newest\"]", "session-store:extraEngineVersions is \"[\"newest\"]\": expected a "
        + "list of Valkey versions, such as [\"9.2\"]")]
    [TestCase("session-store:foundingEngineVersion", "7.1", "session-store:foundingEngineVersion is \"7.1\": expected a Valkey version: "
        + "7.2, 8.0, 8.1, 8.2, 9.0, 9.1")]
    [TestCase("session-store:foundingEngineVersion", "9", "session-store:foundingEngineVersion is \"9\": expected a Valkey version")]
    [TestCase("session-store:foundingEngineVersion", "8.2",
        "session-store:foundingEngineVersion is \"8.2\": expected a version that is not newer than 8.1 (session-store:engineVersion)")]
    [TestCase("session-store:shards", "0", "session-store:shards is \"0\": expected a whole number from 1 to 500")]
    [TestCase("session-store:shards", "501", "session-store:shards is \"501\": expected a whole number from 1 to 500")]
    [TestCase("session-store:shards", "three", "session-store:shards is \"three\": expected a whole number from 1 to 500")]
    [TestCase("session-store:shards", "251",
        "session-store:shards is \"251\": expected a number with which all shards together have at most 500 nodes in the Region, not 502 "
            + "with 1 in session-store:replicasPerShard")]
    [TestCase("session-store:nodeType", "cache.t4g.medium",
        "session-store:nodeType is \"cache.t4g.medium\": expected a node type that Global Datastore supports")]
    [TestCase("session-store:nodeType", "cache.t3.large", "session-store:nodeType is \"cache.t3.large\": expected a node type")]
    [TestCase("session-store:nodeType", "cache.m6g.medium", "session-store:nodeType is \"cache.m6g.medium\": expected a node type")]
    [TestCase("session-store:nodeType", "cache.z9.large", "session-store:nodeType is \"cache.z9.large\": expected a node type that "
        + "Global Datastore supports, cache.FAMILY.large or larger (r6gd begins with xlarge), of the families m5,")]
    [TestCase("session-store:nodeType", "cache.r6gd.large", "session-store:nodeType is \"cache.r6gd.large\": expected a node type that "
        + "Global Datastore supports, cache.FAMILY.large or larger (r6gd begins with xlarge)")]
    [TestCase("session-store:nodeTyp", "cache.r7g.large", "session-store:nodeTyp is \"cache.r7g.large\": nothing reads this key; did "
        + "you mean session-store:nodeType?")]
    [TestCase("session-store:nodeType", "r7g.large", "session-store:nodeType is \"r7g.large\": expected a node type")]
    [TestCase("session-store:name", "Sessions",
        "session-store:name is \"Sessions\": expected lower-case letters, digits and single hyphens")]
    [TestCase("session-store:name", "a--b", "session-store:name is \"a--b\": expected lower-case letters, digits and single hyphens")]
    [TestCase("session-store:name", "9lives", "session-store:name is \"9lives\": expected lower-case letters")]
    [TestCase("session-store:name", "sessions-", "session-store:name is \"sessions-\": expected lower-case letters")]
    [TestCase("session-store:name", "a-store-with-a-really-long-name-", "expected lower-case letters, digits and single hyphens")]
    [TestCase("session-store:name", "a-store-with-a-really-long-name",
        "expected a name with which the replication group ID \"a-store-with-a-really-long-name-us-east-1\" has at most 40 characters, not "
            + "41")]
    [TestCase("session-store:auth", "password", "session-store:auth is \"password\": expected none, token, users, iam")]
    [TestCase("session-store:authTokenUpdateStrategy", "SET",
        "session-store:authTokenUpdateStrategy is \"SET\": expected no value: session-store:auth is none")]
    [TestCase("session-store:dataPlaneFailover", "no", "session-store:dataPlaneFailover is \"no\": expected true or false")]
    [TestCase("session-store:name", "aws-sessions", "session-store:name is \"aws-sessions\": expected a name that does not begin with aws "
        + "or ssm, as no parameter of Systems Manager does, or session-store:dataPlaneFailover: false")]
    [TestCase("session-store:name", "ssmstore", "expected a name that does not begin with aws or ssm")]
    [TestCase("session-store:primaryStack", "primary", "session-store:primaryStack is \"primary\": nothing reads this key")]
    public void The_primary_refuses(string key, string value, string problem) =>
        Assert.That(() => Deployed.With("primary", (key, value)), Refused(problem));
}
