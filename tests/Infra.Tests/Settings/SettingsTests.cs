using System.Text.Json;

namespace SessionStore.Infra.Tests.Settings;

/// <summary>Bad input: each problem names the key, the value and what was expected.</summary>
/// <remarks>Proof limit: Regions, node types and versions are those of the documentation on the day it was read.</remarks>
public class SettingsTests
{
    private const string Cidr = "an IPv4 CIDR block from /16 to /28 without host bits, such as 10.16.0.0/16";

    [TestCase("aws:region", "", "aws:region is not set: expected a Region that Global Datastore supports")]
    [TestCase("aws:region", "eu-west-9",
        "aws:region is \"eu-west-9\": expected a Region that Global Datastore supports, or one that session-store:extraRegions adds")]
    [TestCase("aws:allowedAccountIds", "[\"12\"]",
        "aws:allowedAccountIds is \"[\"12\"]\": expected a list of account IDs of twelve digits")]
    [TestCase("aws:assumeRoles", "[{}]", "aws:assumeRoles is \"[{}]\": expected a list of roles, each with a roleArn")]
    [TestCase("aws:assumeRoles", "[{\"roleArn\":\"deploy\"}]", "as STS takes them")]
    [TestCase("aws:assumeRoles", "[{\"roleArn\":\"arn:aws:iam::123456789012:role/deploy\",\"sessionName\":\"two "
        + "words\"}]", "as STS takes them")]
    [TestCase("aws:assumeRoles", "[{\"roleArn\":\"arn:aws:iam::123456789012:role/deploy\",\"sessionName\":\"x\"}]", "as STS takes them")]
    [TestCase("aws:assumeRoles", "[{\"roleArn\":\"arn:aws:iam::123456789012:role/deploy\",\"externalId\":\"#1\"}]", "as STS takes them")]
    [TestCase("aws:defaultTags", "{}", "aws:defaultTags is \"{}\": nothing reads this key; the program hands aws:region")]
    [TestCase("session-store:role", "", "session-store:role is not set: expected primary or secondary")]
    [TestCase("session-store:role", "leader", "session-store:role is \"leader\": expected primary or secondary")]
    [TestCase("session-store:vpcCidr", "", "session-store:vpcCidr is not set: expected " + Cidr)]
    [TestCase("session-store:vpcCidr", "10.16.0.0", "session-store:vpcCidr is \"10.16.0.0\": expected " + Cidr)]
    [TestCase("session-store:vpcCidr", "10.16.0.1/16", "session-store:vpcCidr is \"10.16.0.1/16\": expected " + Cidr)]
    [TestCase("session-store:vpcCidr", "10.0.0.0/8", "session-store:vpcCidr is \"10.0.0.0/8\": expected " + Cidr)]
    [TestCase("session-store:vpcCidr", "fd00::/64", "session-store:vpcCidr is \"fd00::/64\": expected " + Cidr)]
    [TestCase("session-store:vpcCidr", "169.254.0.0/16", "session-store:vpcCidr is \"169.254.0.0/16\": expected a CIDR block that "
        + "leaves 169.254.0.0/16 alone, which is link-local")]
    [TestCase("session-store:vpcCidr", "198.19.64.0/20", "expected a CIDR block that leaves 198.19.0.0/16 alone, which is reserved by AWS")]
    [TestCase("session-store:vpcCidr", "127.0.0.0/16", "expected a CIDR block that leaves 127.0.0.0/8 alone, which is the loopback")]
    [TestCase("session-store:vpcCidr", "0.0.0.0/16", "expected a CIDR block that leaves 0.0.0.0/8 alone")]
    [TestCase("session-store:vpcCidr", "239.1.0.0/16", "expected a CIDR block that leaves 224.0.0.0/4 alone, which is multicast")]
    [TestCase("session-store:vpcCidr", "250.0.0.0/16", "expected a CIDR block that leaves 240.0.0.0/4 alone")]
    [TestCase("session-store:availabilityZones", "[\"{0}a\"]",
        "session-store:availabilityZones is \"[\"{0}a\"]\": expected at least two different Availability Zones of {0}")]
    [TestCase("session-store:availabilityZones", "[\"{0}a\",\"{0}a\"]", "expected at least two different Availability Zones of {0}")]
    [TestCase("session-store:availabilityZones", "[\"{0}a\",\"eu-west-1b\"]", "expected at least two different Availability Zones of {0}")]
    [TestCase("session-store:availabilityZones", "[\"{0}a\",\"{0}-lax-1a\"]", "expected at least two different Availability Zones of {0}")]
    [TestCase("session-store:availabilityZones", "{0}a",
        "session-store:availabilityZones is \"{0}a\": expected at least two different Availability Zones of {0}")]
    [TestCase("session-store:publicSubnetCidrs", "[]", "session-store:publicSubnetCidrs is not set: expected a list of 2 CIDR blocks")]
    [TestCase("session-store:privateSubnetCidrs", "[\"10.16.20.0/24\"]",
        "expected a list of 2 CIDR blocks, one for each Availability Zone")]
    [TestCase("session-store:privateSubnetCidrs", "[\"10.99.0.0/24\",\"10.99.1.0/24\"]",
        "session-store:privateSubnetCidrs is \"10.99.0.0/24\": expected a CIDR block inside the VPC's")]
    [TestCase("session-store:nodes", "1", "session-store:nodes is \"1\": expected a whole number from 2 to 6")]
    [TestCase("session-store:nodes", "two", "session-store:nodes is \"two\": expected a whole number from 2 to 6")]
    [TestCase("session-store:replicasPerShard", "0", "session-store:replicasPerShard is \"0\": expected a whole number from 1 to 5")]
    [TestCase("session-store:replicasPerShard", "6", "session-store:replicasPerShard is \"6\": expected a whole number from 1 to 5")]
    [TestCase("session-store:replicasPerShard", "1",
        "session-store:replicasPerShard is \"1\": expected no value: the store is not in cluster mode, which the primary's "
            + "session-store:shards decides")]
    [TestCase("session-store:snapshotRetentionDays", "36", "expected a whole number from 1 to 35")]
    [TestCase("session-store:testHost", "maybe", "session-store:testHost is \"maybe\": expected true or false")]
    [TestCase("session-store:deletionProtection", "no", "session-store:deletionProtection is \"no\": expected true or false")]
    [TestCase("session-store:kms", "on", "session-store:kms is \"on\": expected true or false")]
    [TestCase("session-store:logRetentionDays", "31",
        "session-store:logRetentionDays is \"31\": expected one of the periods that CloudWatch Logs offers: 1, 3, 5,")]
    [TestCase("session-store:alarmEmail", "oncall",
        "session-store:alarmEmail is \"oncall\": expected an e-mail address, such as oncall@example.com")]
    [TestCase("session-store:alarmEmail", "on call@example.com",
        "session-store:alarmEmail is \"on call@example.com\": expected an e-mail address")]
    [TestCase("session-store:alarmEmail", "oncall@example", "session-store:alarmEmail is \"oncall@example\": expected an e-mail address")]
    [TestCase("session-store:replicationLagAlarmSeconds", "0",
        "session-store:replicationLagAlarmSeconds is \"0\": expected a whole number from 1 to 3600")]
    [TestCase("session-store:replicationLagAlarmSeconds", "1.5",
        "session-store:replicationLagAlarmSeconds is \"1.5\": expected a whole number from 1 to 3600")]
    [TestCase("session-store:nods", "3", "session-store:nods is \"3\": nothing reads this key; did you mean session-store:nodes?")]
    [TestCase("session-store:favouriteColour", "red", "session-store:favouriteColour is \"red\": nothing reads this key; Pulumi.yaml "
        + "lists those that exist")]
    [TestCase("aws:allowedAccountIds", "[123456789012]", "aws:allowedAccountIds is \"[123456789012]\": expected a list of account IDs "
        + "of twelve digits, each in quotes, or YAML takes it for a number")]
    public void Both_stages_refuse(string key, string value, string problem)
    {
        foreach (var (stack, region) in new[] { ("primary", "us-east-1"), ("secondary", "us-east-2") })
        {
            Assert.That(() => Deployed.With(stack, (key, Fill(value))), Refused(Fill(problem)), stack);
            string Fill(string text) => text.Replace("{0}", region, StringComparison.Ordinal);
        }
    }

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

    [TestCase("name", "sessions")]
    [TestCase("engineVersion", "8.1")]
    [TestCase("foundingEngineVersion", "8.1")]
    [TestCase("nodeType", "cache.r7g.large")]
    [TestCase("shards", "3")]
    [TestCase("extraEngineVersions", "[\"9.2\"]")]
    [TestCase("extraNodeFamilies", "[\"r9g\"]")]
    [TestCase("domain", "valkey-dr.live")]
    [TestCase("writerName", "demo.valkey-dr.live")]
    [TestCase("readerName", "reader.valkey-dr.live")]
    [TestCase("auth", "token")]
    [TestCase("authTokenUpdateStrategy", "SET")]
    [TestCase("dataPlaneFailover", "true")]
    public void A_secondary_refuses_what_it_inherits(string name, string value) => Assert.That(
        () => Deployed.With("secondary", ($"session-store:{name}", value)),
        Refused($"session-store:{name} is \"{value}\": expected no value: a secondary inherits it from the primary stack, so set it "
            + "there"));

    [TestCase("aws:region", "us-east-1", "aws:region is \"us-east-1\": expected another Region than the primary's")]
    [TestCase("aws:region", "us-gov-west-1",
        "aws:region is \"us-gov-west-1\": expected a Region in the same partition as the primary's us-east-1: aws")]
    [TestCase("session-store:vpcCidr", "10.16.0.0/16",
        "session-store:vpcCidr is \"10.16.0.0/16\": expected a CIDR block that does not overlap the primary's 10.16.0.0/16")]
    [TestCase("session-store:primaryStack", "a/b",
        "session-store:primaryStack is \"a/b\": expected a stack of this project, such as primary, or organization/project/stack")]
    public void A_secondary_refuses_what_does_not_fit_the_primary(string key, string value, string problem)
    {
        var changes = new Dictionary<string, string> { [key] = value };
        if (key == "aws:region")
        {
            changes["session-store:availabilityZones"] = $"[\"{value}a\",\"{value}b\"]";
        }
        if (key == "session-store:vpcCidr")
        {
            changes["session-store:publicSubnetCidrs"] = "[\"10.16.10.0/24\",\"10.16.11.0/24\"]";
            changes["session-store:privateSubnetCidrs"] = "[\"10.16.20.0/24\",\"10.16.21.0/24\"]";
        }
        Assert.That(() => Deployed.With("secondary", [.. changes.Select(change => (change.Key, change.Value))]), Refused(problem));
    }

    [TestCase("cluster-primary")]
    [TestCase("cluster-secondary")]
    public void Cluster_mode_counts_replicas_and_not_nodes(string stack) => Assert.That(
        () => Deployed.OptionWith(stack, ("session-store:nodes", "3")),
        Refused("session-store:nodes is \"3\": expected no value: the primary's session-store:shards puts the store into cluster mode, "
            + "where session-store:replicasPerShard says"));

    [Test]
    public void One_wrong_version_is_one_problem() => Assert.That(
        () => Deployed.With("primary", ("session-store:engineVersion", "7.1")), Refused("1 problem in the settings of stack primary"));

    [Test]
    public async Task A_wrong_role_is_one_problem_and_calls_no_key_of_either_stage_unknown()
    {
        var failure = await Deployed.Failing(
            "primary", new FakeCloud("us-east-1"), ("session-store:role", "leader"), ("session-store:peers", "[\"secondary\"]"),
                ("session-store:nodeTyp", "cache.r7g.large"));
        Assert.That(failure.Message, Is.EqualTo(
            """
            2 problems in the settings of stack primary:
              1. session-store:role is "leader": expected primary or secondary
              2. session-store:nodeTyp is "cache.r7g.large": nothing reads this key; did you mean session-store:nodeType?
            """));
    }

    [Test]
    public void A_writer_name_leaves_room_for_the_records_beside_it()
    {
        var label = new string('a', 63);
        var name = $"{label}.{label}.{label}.{new string('b', 34)}.valkey-dr.live";
        Assert.That(() => Deployed.With("primary", ("session-store:writerName", name)), Refused($"\"{name}\": expected a name of at "
            + $"most 240 characters, not 241"));
    }

    [Test]
    public void More_users_than_a_group_has_are_refused() => Assert.That(
        () => Deployed.With("primary", ("session-store:auth", "iam"),
            ("session-store:users", JsonSerializer.Serialize(Enumerable.Range(0, 101).Select(number => $"u{number} on ~* +@read")))),
        Refused("session-store:users names 101 users: expected at most 100"));

    [Test]
    public void Subnets_must_not_overlap() => Assert.That(
        () => Deployed.With("primary", ("session-store:publicSubnetCidrs", "[\"10.16.10.0/24\",\"10.16.20.128/25\"]")),
        Refused("session-store:privateSubnetCidrs is \"10.16.20.0/24\": expected a CIDR block that does not overlap 10.16.20.128/25 of "
            + "session-store:publicSubnetCidrs"));

    [Test]
    public async Task All_problems_come_in_one_message_before_anything_is_registered()
    {
        var cloud = new FakeCloud("us-east-1");
        var failure = await Deployed.Failing(
            "primary", cloud, ("session-store:nodeType", "cache.t3.micro"), ("session-store:vpcCidr", "x"),
                ("session-store:writerName", "demo.example.com"));
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.StartWith("3 problems in the settings of stack primary:"));
            Assert.That(failure.Message, Does.Contain("1. session-store:vpcCidr").And.Contain("2. session-store:nodeType")
                .And.Contain("3. session-store:writerName"));
            Assert.That(cloud.Registrations, Is.Empty);
        });
    }

    [TestCase("session-store:extraRegions", "[\"eu-west-9\"]", "aws:region", "eu-west-9")]
    [TestCase("session-store:extraNodeFamilies", "[\"r9g\"]", "session-store:nodeType", "cache.r9g.xlarge")]
    [TestCase("session-store:extraEngineVersions", "[\"9.2\"]", "session-store:engineVersion", "9.2")]
    public async Task The_lists_of_AWS_grow_and_settings_grow_with_them(string list, string addition, string key, string value)
    {
        var zones = key == "aws:region" ? $"[\"{value}a\",\"{value}b\"]" : "[\"us-east-1a\",\"us-east-1b\"]";
        var stage = await Deployed.With("primary", (list, addition), (key, value), ("session-store:availabilityZones", zones),
            // Route 53 watches alarms in a Region some time after it opens.
            ("session-store:dataPlaneFailover", key == "aws:region" ? "false" : "true"));
        Assert.That(stage.Resources, Has.Count.GreaterThan(50));
    }

    [Test]
    public async Task Settings_reach_the_resources()
    {
        var stage = await Deployed.With(
            "primary",
            ("session-store:name", "sessions"), ("session-store:engineVersion", "9.0"), ("session-store:nodes", "3"),
            ("session-store:snapshotWindow", "05:00-06:00"), ("session-store:maintenanceWindow", "sun:06:30-sun:07:30"),
            ("session-store:tags", "[\"Team=platform\",\"Stack=mine\"]"), ("session-store:readerName", "r.valkey-dr.live"),
            ("aws:profile", "ops"), ("aws:assumeRoles", "[{\"roleArn\":\"arn:aws:iam::123456789012:role/deploy\"}]"));
        var group = stage.Resource("cache-replication-group");
        var provider = stage.Only("pulumi:providers:aws");
        Assert.Multiple(() =>
        {
            Assert.That(group.Text("replicationGroupId"), Is.EqualTo("sessions-us-east-1"));
            Assert.That(group["numCacheClusters"], Is.EqualTo(3));
            Assert.That(group.Text("snapshotWindow"), Is.EqualTo("05:00-06:00"));
            Assert.That(group.Text("maintenanceWindow"), Is.EqualTo("sun:06:30-sun:07:30"));
            Assert.That(stage.Resource("cache-parameters").Text("family"), Is.EqualTo("valkey9"));
            Assert.That(stage.Output("readerName"), Is.EqualTo("r.valkey-dr.live"));
            Assert.That(provider.Json("defaultTags").GetProperty("tags").GetProperty("Team").GetString(), Is.EqualTo("platform"));
            Assert.That(provider.Json("defaultTags").GetProperty("tags").GetProperty("Stack").GetString(), Is.EqualTo("mine"));
            Assert.That(provider.Text("profile"), Is.EqualTo("ops"));
            Assert.That(provider.Text("assumeRoles"), Does.Contain("arn:aws:iam::123456789012:role/deploy"));
        });
    }

    [Test]
    public async Task A_primary_of_another_organization_or_project_can_be_named_whole()
    {
        var stage = await Deployed.With("secondary", ("session-store:primaryStack", "acme/stores/prod"));
        Assert.That(stage.Only("pulumi:pulumi:StackReference").Name, Is.EqualTo("acme/stores/prod"));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refused(string problem) =>
        Throws.InstanceOf<RunException>().With.Message.Contains(problem);
}
