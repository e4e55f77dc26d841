namespace SessionStore.Infra.Tests.Application;

/// <summary>With a certificate, users, a customer's key and VPCs of one's own.</summary>
/// <remarks>Proof limit: nobody here evaluates a policy or speaks TLS.</remarks>
public class HostedApplicationTests
{
    [TestCase("primary", "us-east-1", 100)]
    [TestCase("secondary", "us-east-2", 60)]
    public async Task A_certificate_turns_443_on_and_80_into_a_redirect(string role, string region, int dial)
    {
        var stage = await Deployed.Option($"hosted-{role}");
        var (http, https) = (stage.Resource("application-load-balancer-http"), stage.Resource("application-load-balancer-https"));
        var redirect = (IReadOnlyDictionary<string, object>)http.Objects("defaultActions").Single()["redirect"];
        Assert.Multiple(() =>
        {
            Assert.That((http.Number("port"), https.Number("port")), Is.EqualTo((80, 443)));
            Assert.That((redirect["protocol"], redirect["port"], redirect["statusCode"]), Is.EqualTo(("HTTPS", "443", "HTTP_301")));
            Assert.That(https.Text("certificateArn"), Does.StartWith($"arn:aws:acm:{region}:"));
            Assert.That(https.Text("sslPolicy"), Does.Contain("TLS13"));
            Assert.That(https.Objects("defaultActions").Single()["targetGroupArn"],
                Is.EqualTo(stage.Arn("application-load-balancer-targets")));
            Assert.That(stage.Resource("application-endpoint-group")["trafficDialPercentage"], Is.EqualTo(dial));
        });
    }

    [Test]
    public async Task The_accelerator_has_the_ports_of_all_Regions_and_no_affinity()
    {
        var (stage, plain) = (await Deployed.Option("hosted-primary"), await Deployed.Option("application-primary"));
        var listener = stage.Resource("accelerator-listener");
        Assert.Multiple(() =>
        {
            Assert.That(Ports(listener), Is.EqualTo(new[] { (80, 80), (443, 443) }));
            Assert.That(Ports(plain.Resource("accelerator-listener")), Is.EqualTo(new[] { (80, 80) }));
            Assert.That(listener.Text("clientAffinity"), Is.EqualTo("NONE"));
            Assert.That(listener.Text("protocol"), Is.EqualTo("TCP"));
            Assert.That(stage.Resource("accelerator-accelerator").Protect, Is.True, "its addresses are in users' records");
            Assert.That(stage.Output("acceleratorDnsName"), Is.EqualTo("a1234567890abcdef.awsglobalaccelerator.com"));
            Assert.That(stage.Output("acceleratorIpAddresses"), Is.EqualTo(new[] { "192.0.2.250", "198.51.100.52" }));
            Assert.That(stage.Output("acceleratorPorts"), Is.EqualTo(new[] { "80", "443" }));
            Assert.That(plain.Output("acceleratorPorts"), Is.EqualTo(new[] { "80" }));
        });
    }

    [Test]
    public async Task A_secondary_has_no_accelerator_of_its_own()
    {
        var stage = await Deployed.Option("hosted-secondary");
        Assert.Multiple(() =>
        {
            Assert.That(stage.All("aws:globalaccelerator/accelerator:Accelerator"), Is.Empty);
            Assert.That(stage.Outputs.Keys, Has.None.StartsWith("accelerator"));
            Assert.That(stage.Resource("application-endpoint-group").Text("listenerArn"),
                Is.EqualTo(Deployed.Option("hosted-primary").Result.Output("acceleratorListenerArn")));
        });
    }

    [TestCase("primary", "e1")]
    [TestCase("secondary", "e2")]
    public async Task A_VPC_of_the_users_holds_it_in_its_public_subnets(string role, string code)
    {
        var stage = await Deployed.Option($"hosted-{role}");
        string[] subnets = [$"subnet-0{code}00000000000011", $"subnet-0{code}00000000000012"];
        Assert.Multiple(() =>
        {
            Assert.That(stage.Resource("application-load-balancer-balancer").List("subnets"), Is.EqualTo(subnets));
            Assert.That(stage.Resource("application-instances-group").List("vpcZoneIdentifiers"), Is.EqualTo(subnets));
        });
    }

    [Test]
    public async Task A_load_balancer_takes_one_subnet_of_each_zone()
    {
        var third = new AccountSubnet("subnet-0e100000000000013", "us-east-1a", "10.32.12.0/24", "rtb-0e100000000000002");
        var cloud = await Account.Cloud("hosted-primary", account => account.With(vpc => vpc with { Subnets = [third, .. vpc.Subnets] }));
        var stage = await StageRun.OfAsync(
            Deployed.OptionFile("hosted-primary").With([("session-store:publicSubnetIds",
                """["subnet-0e100000000000011","subnet-0e100000000000013","subnet-0e100000000000012"]""")]), cloud);
        Assert.That(stage.Resource("application-load-balancer-balancer").List("subnets"),
            Is.EqualTo(new[] { "subnet-0e100000000000011", "subnet-0e100000000000012" }));
    }

    [TestCase("hosted-primary", Secrets.ReaderPassword)]
    [TestCase("hosted-secondary", Secrets.ReaderPassword)]
    public async Task The_secret_is_where_it_is_kept_and_nowhere_else(string stack, string secret)
    {
        var stage = await Deployed.Option(stack);
        var version = stage.Resource("application-secret-version");
        Assert.Multiple(async () =>
        {
            Assert.That(version.Text("secretString"), Is.EqualTo(secret));
            Assert.That(
                await Secrets.Is(((Pulumi.Aws.SecretsManager.SecretVersionArgs)version.Arguments).SecretString), Is.True);
            Assert.That(UserData.Of(stage), Does.Not.Contain(secret));
            Assert.That(
                Secrets.Texts(stage).Where(entry => entry.Text.Contains(secret, StringComparison.Ordinal)).Select(entry => entry.Where)
                    .Where(where => where.StartsWith("application", StringComparison.Ordinal)),
                Is.EqualTo(new[] { "application-secret-version.secretString" }));
            Assert.That(stage.Resource("application-secret-secret").Text("kmsKeyId"), Is.EqualTo(stage.Arn("key-key")));
        });
    }

    [Test]
    public async Task The_role_may_fetch_the_secret_and_decrypt_both_with_the_customers_key()
    {
        var stage = await Deployed.Option("hosted-primary");
        var statements = stage.Resource("application-role-policy").Json("policy").GetProperty("Statement").EnumerateArray()
            .ToDictionary(statement => statement.GetProperty("Sid").GetString()!);
        Assert.Multiple(() =>
        {
            Assert.That(statements["FetchTheSecret"].GetProperty("Resource")[0].GetString(),
                Is.EqualTo(stage.Arn("application-secret-secret")));
            Assert.That(statements["DecryptBoth"].GetProperty("Resource")[0].GetString(), Is.EqualTo(stage.Arn("key-key")));
            Assert.That(statements["DecryptBoth"].GetProperty("Action")[0].GetString(), Is.EqualTo("kms:Decrypt"));
        });
    }

    [TestCase("iam-primary", "application-primary")]
    [TestCase("iam-secondary", "application-secondary")]
    public async Task With_IAM_the_role_becomes_the_user_and_there_is_no_secret(string stack, string application)
    {
        var file = Deployed.OptionFile(stack).With([("session-store:application", "sample")]);
        var primary = await Deployed.OptionWith("iam-primary", ("session-store:application", "sample"));
        var stage = stack == "iam-primary" ? primary : await StageRun.OfAsync(
            file, new FakeCloud("us-east-2") { StackReference = _ => primary.Outputs, StackSecrets = _ => primary.SecretOutputs });
        Assert.Multiple(() =>
        {
            Assert.That(stage.Resource("application-role-connect").Text("policyArn"),
                Is.EqualTo("arn:aws:iam::123456789012:policy/session-store-connect-app"));
            Assert.That(primary.Resources.Where(resource => resource.Type == "aws:iam/policy:Policy").Select(policy => policy.Text("name")),
                Contains.Item("session-store-connect-app"), "the primary creates it");
            Assert.That(stage.All("aws:secretsmanager/secret:Secret"), Is.Empty);
            Assert.That(UserData.Of(stage), Does.Contain("SessionStore__Auth=iam\nSessionStore__UserName=session-store-app\n"));
            Assert.That(application, Does.EndWith(stack.Split('-')[1]));
        });
    }

    [Test]
    public async Task A_third_Region_adds_its_endpoint_to_the_same_listener()
    {
        var primary = await Deployed.Option("application-primary");
        var secondary = await Deployed.Option("application-secondary");
        var stage = await Deployed.TertiaryOf(primary.Outputs, secondary.Outputs, ("session-store:application", "sample"));
        Assert.Multiple(() =>
        {
            Assert.That(stage.Resource("application-endpoint-group").Text("endpointGroupRegion"), Is.EqualTo("us-west-2"));
            Assert.That(stage.Resource("application-endpoint-group").Text("listenerArn"),
                Is.EqualTo(primary.Output("acceleratorListenerArn")));
        });
    }

    [Test]
    public async Task Tags_of_the_users_reach_instances_and_volumes_and_not_the_object_which_takes_ten()
    {
        var stage = await Deployed.OptionWith("application-primary", ("session-store:tags", """["Team=sessions"]"""));
        var volume = stage.Resource("application-instances-template").Objects("tagSpecifications")
            .Single(tags => tags["resourceType"] is "volume");
        var package = stage.Resource("application-package-package");
        var provider = (IReadOnlyDictionary<string, object>)package.Object("overrideProvider")["defaultTags"];
        Assert.Multiple(() =>
        {
            Assert.That(stage.Resource("application-instances-group").Objects("tags")
                .Select(tag => $"{tag["key"]}={tag["value"]} {tag["propagateAtLaunch"]}"), Contains.Item("Team=sessions True"));
            Assert.That((IReadOnlyDictionary<string, object>)volume["tags"], Contains.Key("Team").And.ContainKey("SessionStore"));
            Assert.That((System.Collections.IEnumerable)provider["tags"], Is.Empty);
        });
    }

    private static IEnumerable<(int, int)> Ports(Registered listener) => listener.Objects("portRanges")
        .Select(range => (Convert.ToInt32(range["fromPort"], null), Convert.ToInt32(range["toPort"], null)));
}
