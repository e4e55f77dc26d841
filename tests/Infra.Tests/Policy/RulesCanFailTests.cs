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
    [TestCase("aws:ec2/launchTemplate:LaunchTemplate", "imageId", "a", Provider, "everything is encrypted that can be",
        "a volume is not encrypted")]
    [TestCase("aws:ec2/launchTemplate:LaunchTemplate", "imageId", "a", Provider, "instances have no door but their own",
        "expected IMDSv2 alone")]
    [TestCase("aws:ec2/launchTemplate:LaunchTemplate", "imageId", "a", Provider, "instances have no door but their own",
        "httpPutResponseHopLimit is not 1")]
    [TestCase("aws:ec2/instance:Instance", "keyName", "k", Provider, "instances have no door but their own",
        "keyName is \"k\": expected none")]
    [TestCase("aws:ec2/launchTemplate:LaunchTemplate", "imageId", "a", Provider, "everything is tagged", "gives volumes no tag ManagedBy")]
    [TestCase("aws:autoscaling/group:Group", "name", "g", Provider, "everything is tagged", "gives its instances no tag ManagedBy")]
    [TestCase("aws:s3/bucket:Bucket", "bucket", "b", Provider, "everything is encrypted that can be", "its objects are not encrypted")]
    [TestCase("aws:s3/bucket:Bucket", "bucket", "b", Provider, "buckets are closed and speak TLS", "public access is not blocked")]
    [TestCase("aws:s3/bucket:Bucket", "bucket", "b", Provider, "buckets are closed and speak TLS", "it keeps no versions")]
    [TestCase("aws:s3/bucket:Bucket", "bucket", "b", Provider, "buckets are closed and speak TLS",
        "it does not refuse what comes without TLS")]
    [TestCase("aws:lb/loadBalancer:LoadBalancer", "name", "b", Provider,
        "data is protected when protection is on, and nothing when it is off", "enableDeletionProtection is not True")]
    [TestCase("aws:globalaccelerator/accelerator:Accelerator", "name", "a", Provider,
        "data is protected when protection is on, and nothing when it is off", "is not protected")]
    [TestCase("aws:lb/loadBalancer:LoadBalancer", "name", "a-load-balancer-with-33-characters", Provider,
        "every name is within its limit", "expected at most 32")]
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

    [TestCase(22, "aws:lb/loadBalancer:LoadBalancer", "securityGroups")]
    [TestCase(80, "aws:ec2/instance:Instance", "vpcSecurityGroupIds")]
    [TestCase(443, "aws:elasticache/replicationGroup:ReplicationGroup", "securityGroupIds")]
    public void The_world_at_another_port_or_at_another_door_is_named(int port, string type, string input)
    {
        var rule = Resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", Provider, ("cidrIpv4", "0.0.0.0/0"),
            ("securityGroupId", "sg"), ("fromPort", (double)port), ("toPort", (double)port));
        var user = Resource(type, Provider, (input, ImmutableArray.Create<object>("sg")));
        Assert.That(
            Violations("nothing is open to the world", new PolicyCase("bad", [new("stack", [rule, user])], DeletionProtection: true)),
            Has.Some.Contains("cidrIpv4 is 0.0.0.0/0"));
    }

    [Test]
    public void A_public_address_inside_of_a_launch_template_is_named()
    {
        var addresses = ImmutableArray.Create<object>(ImmutableDictionary<string, object>.Empty
            .Add("associatePublicIpAddress", "true").Add("securityGroups", ImmutableArray.Create<object>("sg")));
        var template = Resource("aws:ec2/launchTemplate:LaunchTemplate", Provider, ("networkInterfaces", addresses));
        var test = new PolicyCase("bad", [new("stack", [template])], DeletionProtection: true);
        Assert.That(Violations("nothing is open to the world", test), Has.Some.Contains("associatePublicIpAddress is true"));
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
