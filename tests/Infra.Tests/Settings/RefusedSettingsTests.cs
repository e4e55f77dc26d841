using static SessionStore.Infra.Tests.Settings.SettingsProblem;

namespace SessionStore.Infra.Tests.Settings;

/// <summary>Values that no stage takes: each problem names the key, the value and what was expected.</summary>
/// <remarks>Proof limit: Regions, node types and versions are those of the documentation on the day it was read.</remarks>
public class RefusedSettingsTests
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
}
