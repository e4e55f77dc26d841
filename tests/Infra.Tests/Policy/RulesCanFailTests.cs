using System.Collections.Immutable;
using Pulumi.Testing;

namespace SessionStore.Infra.Tests.Policy;

/// <summary>A rule that nothing can break proves nothing.</summary>
public sealed class RulesCanFailTests
{
    private const string Provider = "urn:pulumi:s::p::pulumi:providers:aws::aws::id";

    [TestCase("aws:sns/topic:Topic", "name", "t", "", "everything is tagged", "uses the provider")]
    [TestCase("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "cidrIpv4", "0.0.0.0/0", Provider,
        "nothing is open to the world", "cidrIpv4 is 0.0.0.0/0")]
    [TestCase("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "cidrIpv6", "::/0", Provider, "nothing is open to the world",
        "cidrIpv6 is ::/0")]
    [TestCase("aws:sqs/queuePolicy:QueuePolicy", "policy",
        """{"Statement":[{"Sid":"All","Principal":"*","Action":"sqs:SendMessage","Resource":"arn"}]}""", Provider,
        "nothing is open to the world", "statement All lets everybody in")]
    [TestCase("aws:sns/topicPolicy:TopicPolicy", "policy",
        """{"Statement":[{"Sid":"All","Principal":{"AWS":["*"]},"Action":"sns:Publish","Resource":"arn"}]}""", Provider,
        "nothing is open to the world", "statement All lets everybody in")]
    [TestCase("aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId", "g", Provider,
        "everything is encrypted that can be", "atRestEncryptionEnabled is absent: expected true")]
    [TestCase("aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId", "g", Provider,
        "data is protected when protection is on, and nothing when it is off", "is not protected")]
    [TestCase("aws:sqs/queue:Queue", "name", "q", Provider, "everything is encrypted that can be", "is encrypted with nothing")]
    [TestCase("aws:ec2/instance:Instance", "ami", "a", Provider, "everything is encrypted that can be", "its root volume is not encrypted")]
    [TestCase("aws:ssm/parameter:Parameter", "type", "String", Provider, "everything is encrypted that can be", "is plain text")]
    [TestCase("aws:kms/key:Key", "description", "k", Provider, "everything is encrypted that can be", "enableKeyRotation is not true")]
    [TestCase("aws:lambda/function:Function", "name", "a-function-with-a-name-that-has-five-and-sixty-characters-in-all-xx", Provider,
        "every name is within its limit", "expected at most 64")]
    [TestCase("aws:s3/bucket:Bucket", "name", "b", Provider, "every name is within its limit", "whose limit this suite does not know")]
    [TestCase("aws:iam/rolePolicy:RolePolicy", "policy", """{"Statement":[{"Sid":"Any","Action":["s3:GetObject"],"Resource":["*"]}]}""",
        Provider, "no statement is about everything unless it is listed", "statement Any has the resources *")]
    [TestCase("aws:iam/rolePolicy:RolePolicy", "policy", """{"Statement":[{"Sid":"Any","Action":"s3:*","Resource":"arn"}]}""", Provider,
        "no statement is about everything unless it is listed", "the actions s3:*")]
    public void A_resource_that_breaks_a_rule_is_named(string type, string input, string value, string provider, string rule,
        string expected)
    {
        var bad = Resource(type, provider, (input, value));
        var violations = Violations(rule, new PolicyCase("bad", [new("stack", [bad])], DeletionProtection: true));
        Assert.That(violations, Has.Some.StartsWith("stack: ").And.Some.Contains(expected));
    }

    [Test]
    public void Inline_rules_public_addresses_and_inherited_encryption_are_named()
    {
        var group = Resource("aws:ec2/securityGroup:SecurityGroup", Provider, ("ingress", ImmutableArray<object>.Empty));
        var subnet = Resource("aws:ec2/subnet:Subnet", Provider, ("mapPublicIpOnLaunch", true));
        var member = Resource("aws:elasticache/replicationGroup:ReplicationGroup", Provider, ("globalReplicationGroupId", "g"),
            ("atRestEncryptionEnabled", true));
        var test = new PolicyCase("bad", [new("stack", [group, subnet, member])], DeletionProtection: true);
        Assert.Multiple(() =>
        {
            Assert.That(Violations("nothing is open to the world", test), Has.Some.Contains("has inline rules")
                .And.Some.Contains("mapPublicIpOnLaunch is true"));
            Assert.That(Violations("everything is encrypted that can be", test), Has.Some.Contains("expected absent, it is inherited"));
        });
    }

    [Test]
    public void A_missing_tag_and_a_key_that_is_not_used_are_named()
    {
        var provider = Resource("pulumi:providers:aws", "", ("defaultTags", """{"tags":{"Project":"p"}}"""));
        var key = Resource("aws:kms/key:Key", Provider, ("enableKeyRotation", true));
        var logs = Resource("aws:cloudwatch/logGroup:LogGroup", Provider, ("name", "l"));
        var test = new PolicyCase("bad", [new("stack", [provider, key, logs])], DeletionProtection: true);
        Assert.Multiple(() =>
        {
            Assert.That(Violations("everything is tagged", test), Has.Some.Contains("has no default tag ManagedBy"));
            Assert.That(Violations("everything is encrypted that can be", test),
                Has.Some.Contains("kmsKeyId is absent: expected the customer's key"));
        });
    }

    [Test]
    public void Protection_that_stays_on_and_names_that_two_stages_share_are_named()
    {
        var group = new Registered(
            new(Args("aws:elasticache/replicationGroup:ReplicationGroup", Provider, ("replicationGroupId", "same")), "id",
                ImmutableDictionary<string, object>.Empty),
            new RecordedOptions { Protect = true });
        var test = new PolicyCase("bad", [new("one", [group]), new("two", [group])], DeletionProtection: false);
        Assert.Multiple(() =>
        {
            Assert.That(Violations("data is protected when protection is on, and nothing when it is off", test),
                Has.Some.Contains("is protected although deletionProtection is false"));
            Assert.That(
                Violations("stages of one store have different names where AWS or the provider has one list", test),
                    Has.Some.Contains("have the same replicationGroupId, same"));
        });
    }

    private static string[] Violations(string rule, PolicyCase test) =>
        [.. Rule.All.Single(candidate => candidate.Name == rule).Violations(test)];

    private static Registered Resource(string type, string provider, params (string Name, object Value)[] inputs) =>
        new(new(Args(type, provider, inputs), "id", ImmutableDictionary<string, object>.Empty), new RecordedOptions());

    private static MockResourceArgs Args(string type, string provider, params (string Name, object Value)[] inputs) => new()
    {
        Type = type,
        Name = "bad",
        Provider = provider,
        Inputs = inputs.ToImmutableDictionary(input => input.Name, input => input.Value),
    };
}
