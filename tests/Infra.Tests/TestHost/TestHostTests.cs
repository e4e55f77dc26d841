namespace SessionStore.Infra.Tests.TestHost;

/// <remarks>Proof limit: the user data is not run: whether Amazon Linux has the packages shows on AWS only.</remarks>
public class TestHostTests
{
    [TestCase("primary", "us-east-1")]
    [TestCase("secondary", "us-east-2")]
    public async Task It_is_reached_through_Systems_Manager_and_Instance_Connect_only(string stack, string region)
    {
        var stage = await Deployed.Stack(stack);
        var rule = stage.Resource("test-host-instance-connect");
        Assert.Multiple(() =>
        {
            Assert.That(rule.Text("prefixListId"), Is.EqualTo(FakeCloud.PrefixListId($"com.amazonaws.{region}.ec2-instance-connect")));
            Assert.That(rule["fromPort"], Is.EqualTo(22));
            Assert.That(stage.Resource("test-host-systems-manager").Text("policyArn"),
                Is.EqualTo("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"));
            Assert.That(
                stage.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
                    .Where(ingress => ingress.Text("securityGroupId") == stage.Id("test-host-access")).Select(ingress => ingress.Name),
                Is.EqualTo(new[] { "test-host-instance-connect" }));
        });
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task Its_credentials_and_its_disk_are_safe_and_a_new_image_does_not_replace_it(string stack)
    {
        var instance = (await Deployed.Stack(stack)).Only("aws:ec2/instance:Instance");
        Assert.Multiple(() =>
        {
            Assert.That(instance.Object("metadataOptions")["httpTokens"], Is.EqualTo("required"));
            Assert.That(instance.Object("metadataOptions")["httpPutResponseHopLimit"], Is.EqualTo(1));
            Assert.That(instance.Object("rootBlockDevice")["encrypted"], Is.True);
            Assert.That(instance.IgnoreChanges, Is.EqualTo(new[] { "ami" }));
        });
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task It_is_a_client_and_can_install_packages_when_it_starts(string stack)
    {
        var stage = await Deployed.Stack(stack);
        var instance = stage.Only("aws:ec2/instance:Instance");
        Assert.Multiple(() =>
        {
            Assert.That(instance.List("vpcSecurityGroupIds"), Does.Contain(stage.Id("access-client")));
            Assert.That(instance.DependsOn, Is.SupersetOf(new[] { "network", "test-host-https" }));
            Assert.That(instance.Text("userData"), Does.Contain("dnf install -y valkey"));
        });
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task Its_message_of_the_day_looks_the_name_up_because_the_certificate_does_not_name_it(string stack)
    {
        var script = (await Deployed.Stack(stack)).Only("aws:ec2/instance:Instance").Text("userData");
        Assert.Multiple(() =>
        {
            Assert.That(script, Does.StartWith("#!/bin/bash\n"));
            Assert.That(script,
                Does.Contain("""valkey-cli --tls -h "$(dig +short CNAME demo.valkey-dr.live | sed 's/\.$//')" -p 6379 SET"""));
            Assert.That(script, Does.Not.Contain("--insecure"));
        });
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task Without_it_nothing_of_it_is_left(string stack)
    {
        var stage = await Deployed.With(stack, ("session-store:testHost", "false"));
        Assert.Multiple(() =>
        {
            Assert.That(stage.Resources.Where(resource => resource.Name.Contains("test-host", StringComparison.Ordinal)), Is.Empty);
            Assert.That(stage.Outputs, Does.Not.ContainKey("testHostId"));
        });
    }
}
