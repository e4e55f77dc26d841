using System.Collections.Immutable;
using System.Text;
using Pulumi.Testing;

namespace SessionStore.Infra.Tests.Application;

/// <summary>The fake cloud refuses of an application's resources what AWS refuses.</summary>
public class RefusalTests
{
    private const string Balancer = "aws:lb/loadBalancer:LoadBalancer", Targets = "aws:lb/targetGroup:TargetGroup",
        Listener = "aws:lb/listener:Listener", Group = "aws:autoscaling/group:Group", Template = "aws:ec2/launchTemplate:LaunchTemplate",
        Port = "aws:globalaccelerator/listener:Listener", Endpoints = "aws:globalaccelerator/endpointGroup:EndpointGroup";

    private static readonly ImmutableArray<object> _two = ["subnet-1", "subnet-2"];

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Case(Balancer, "name is \"internal-shop\"", ("name", "internal-shop"), ("subnets", _two));
        yield return Case(Balancer, "name is \"a-load-balancer-with-33-characters\"", ("name", "a-load-balancer-with-33-characters"),
            ("subnets", _two));
        yield return Case(Balancer, "subnets in fewer than two Availability Zones", ("name", "b"),
            ("subnets", ImmutableArray.Create<object>("subnet-1")));
        yield return Case(Targets, "name is \"-t\"", ("name", "-t"));
        yield return Case(Targets, "deregistrationDelay is \"3601\"", ("name", "t"), ("deregistrationDelay", 3601));
        yield return Case(Targets, "port is \"0\"", ("name", "t"), ("port", 0));
        yield return Case(Targets, "a health check whose timeout is not shorter", ("name", "t"),
            ("healthCheck", Values(("timeout", 10), ("interval", 10))));
        yield return Case(Targets, "a health check with an interval", ("name", "t"),
            ("healthCheck", Values(("timeout", 2), ("interval", 301))));
        yield return Case(Listener, "HTTPS without a certificate", ("port", 443), ("protocol", "HTTPS"));
        yield return Case(Listener, "a certificate without HTTPS", ("port", 80), ("protocol", "HTTP"),
            ("certificateArn", "arn:aws:acm:us-east-1:1:certificate/1"));
        yield return Case(Listener, "CertificateNotFound", ("port", 443), ("protocol", "HTTPS"),
            ("certificateArn", "arn:aws:acm:us-east-2:1:certificate/1"));
        yield return Case(Group, "minSize 3, desiredCapacity 3 and maxSize 2", ("name", "g"), ("minSize", 3), ("maxSize", 2),
            ("vpcZoneIdentifiers", _two));
        yield return Case(Group, "minSize 1, desiredCapacity 3 and maxSize 2", ("name", "g"), ("minSize", 1), ("maxSize", 2),
            ("desiredCapacity", 3), ("vpcZoneIdentifiers", _two));
        yield return Case(Group, "neither vpcZoneIdentifiers nor", ("name", "g"), ("minSize", 1), ("maxSize", 2));
        yield return Case(Group, "an instance refresh whose minimum", ("name", "g"), ("minSize", 1), ("maxSize", 2),
            ("vpcZoneIdentifiers", _two),
            ("instanceRefresh", Values(("preferences", Values(("minHealthyPercentage", 50), ("maxHealthyPercentage", 200))))));
        yield return Case(Group, "autoRollback with", ("name", "g"), ("minSize", 1), ("maxSize", 2), ("vpcZoneIdentifiers", _two),
            ("launchTemplate", Values(("version", "$Latest"))),
            ("instanceRefresh", Values(("preferences", Values(("autoRollback", true))))));
        yield return Case(Template, "userData is not in base64", ("name", "abc"), ("userData", "#!/bin/bash"));
        yield return Case(Template, "userData has 16385 bytes", ("name", "abc"), ("userData", Encoded("#!" + new string('x', 16383))));
        yield return Case(Template, "userData that is no script", ("name", "abc"), ("userData", Encoded("echo")));
        yield return Case(Template, "vpcSecurityGroupIds beside networkInterfaces", ("name", "abc"), ("vpcSecurityGroupIds", _two),
            ("networkInterfaces", ImmutableArray.Create<object>(Values(("deviceIndex", 0)))));
        yield return Case(Template, "name is \"ab\"", ("name", "ab"));
        yield return Case(Port, "portRanges that are not", ("portRanges", Ranges((0, 80))));
        yield return Case(Port, "portRanges that are not", ("portRanges", ImmutableArray<object>.Empty));
        yield return Case(Port, "port ranges that overlap", ("portRanges", Ranges((80, 90), (85, 85))));
        yield return Case(Port, "clientAffinity is \"ALWAYS\"", ("clientAffinity", "ALWAYS"), ("portRanges", Ranges((80, 80))));
        yield return Case(Endpoints, "trafficDialPercentage that is not", ("trafficDialPercentage", 101));
        yield return Case(Endpoints, "a weight that is not",
            ("endpointConfigurations", ImmutableArray.Create<object>(Values(("weight", 256)))));
        yield return Case("aws:globalaccelerator/accelerator:Accelerator", "name is \"a_b\"", ("name", "a_b"));
        yield return Case("aws:secretsmanager/secret:Secret", "recoveryWindowInDays is \"3\"", ("name", "s"), ("recoveryWindowInDays", 3));
        yield return Case("aws:s3/bucket:Bucket", "bucket is \"Bucket\"", ("bucket", "Bucket"));
    }

    [TestCaseSource(nameof(Bad))]
    public void Refused(string type, string reason, (string, object)[] inputs) => Assert.That(
        () => new FakeCloud("us-east-1").NewResourceAsync(Args(type, "bad", inputs)),
        Throws.InvalidOperationException.With.Message.Contains($"AWS refuses {type} bad: ").And.Message.Contains(reason));

    [Test]
    public async Task A_listener_has_one_endpoint_group_in_a_Region()
    {
        var cloud = new FakeCloud("us-east-1");
        await cloud.NewResourceAsync(Args(Endpoints, "one", [("listenerArn", "l"), ("endpointGroupRegion", "us-east-1")]));
        await cloud.NewResourceAsync(Args(Endpoints, "other", [("listenerArn", "l"), ("endpointGroupRegion", "us-east-2")]));
        Assert.That(
            () => cloud.NewResourceAsync(Args(Endpoints, "bad", [("listenerArn", "l"), ("endpointGroupRegion", "us-east-1")])),
            Throws.InvalidOperationException.With.Message.Contains("EndpointGroupAlreadyExistsException: one"));
    }

    private static TestCaseData Case(string type, string reason, params (string, object)[] inputs) =>
        new TestCaseData(type, reason, inputs).SetArgDisplayNames(type.Split(':')[^1], reason);

    private static MockResourceArgs Args(string type, string name, (string Name, object Value)[] inputs) =>
        new() { Type = type, Name = name, Provider = "", Inputs = Values(inputs) };

    private static ImmutableDictionary<string, object> Values(params (string Name, object Value)[] values) =>
        values.ToImmutableDictionary(value => value.Name, value => value.Value);

    private static ImmutableArray<object> Ranges(params (int From, int To)[] ranges) =>
        [.. ranges.Select(range => (object)Values(("fromPort", range.From), ("toPort", range.To)))];

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
