namespace SessionStore.Infra.Tests.MemoryDb;

/// <remarks>Proof limit: mocks refuse what FakeCloud knows that AWS refuses, and nothing else; no Regions were merged.</remarks>
public class MemoryDbStageTests
{
    private const string Cluster = "aws:memorydb/cluster:Cluster", MultiRegion = "aws:memorydb/multiRegionCluster:MultiRegionCluster",
        Record = "aws:route53/record:Record";

    private static readonly string[] _five = ["five-primary", "five-secondary", "five-third", "five-fourth", "five-fifth"];

    private StageRun _primary = null!, _secondary = null!;

    [OneTimeSetUp]
    public async Task Deploy() =>
        (_primary, _secondary) = (await Deployed.Option("memorydb-primary"), await Deployed.Option("memorydb-secondary"));

    [Test]
    public void The_Multi_Region_cluster_says_what_the_Regions_have_in_common()
    {
        var store = _primary.Only(MultiRegion);
        Assert.Multiple(() =>
        {
            Assert.That(store.Text("multiRegionClusterNameSuffix"), Is.EqualTo("session-store"));
            Assert.That((store.Text("nodeType"), store.Text("engine"), store.Text("engineVersion")),
                Is.EqualTo(("db.r7g.xlarge", "valkey", "7.3")));
            Assert.That((store.Number("numShards"), store["tlsEnabled"]), Is.EqualTo((2, (object)true)));
            Assert.That(_secondary.All(MultiRegion), Is.Empty, "it exists once");
        });
    }

    [Test]
    public void A_Regional_cluster_joins_it_and_says_what_is_its_own()
    {
        var (one, other) = (_primary.Only(Cluster), _secondary.Only(Cluster));
        Assert.Multiple(() =>
        {
            Assert.That(
                new[] { one, other }.Select(cluster => cluster.Text("multiRegionClusterName")),
                Is.All.EqualTo(_primary.Output("multiRegionClusterName")).And.All.EqualTo("virxk-session-store"));
            Assert.That((one.Text("name"), other.Text("name")), Is.EqualTo(("session-store-us-east-1", "session-store-us-east-2")));
            Assert.That((one.Number("numReplicasPerShard"), other.Number("numReplicasPerShard")), Is.EqualTo((1, 2)));
            Assert.That((other.Text("nodeType"), other.Number("numShards")), Is.EqualTo(("db.r7g.xlarge", 2)));
            Assert.That((one.Text("snapshotWindow"), one.Text("maintenanceWindow")), Is.EqualTo(("05:00-06:00", "sun:06:30-sun:07:30")));
            Assert.That(one.Number("snapshotRetentionLimit"), Is.EqualTo(7));
            Assert.That(one.Text("kmsKeyArn"), Is.EqualTo(_primary.Resource("key-key").Arn));
            Assert.That(one["autoMinorVersionUpgrade"], Is.False);
            Assert.That(one.IgnoreChanges, Is.EquivalentTo(new[] { "nodeType", "numShards", "engineVersion", "parameterGroupName" }));
        });
    }

    [Test]
    public void Users_and_their_ACL_are_in_each_Region_alike()
    {
        foreach (var stage in new[] { _primary, _secondary })
        {
            var acl = stage.Only("aws:memorydb/acl:Acl");
            var users = stage.All("aws:memorydb/user:User");
            Assert.Multiple(() =>
            {
                Assert.That(stage.Only(Cluster).Text("aclName"), Is.EqualTo(acl.Text("name")));
                Assert.That(acl.List("userNames"), Is.EquivalentTo(new[] { "session-store-app", "session-store-reader" }));
                Assert.That(
                    users.Select(user => (user.Text("userName"), user.Text("accessString"), user.Object("authenticationMode")["type"])),
                    Is.EquivalentTo(new[]
                    {
                        ("session-store-app", "on ~session:* +@all -@dangerous", (object)"password"),
                        ("session-store-reader", "on ~* -@all +@read", "password"),
                    }));
            });
        }
    }

    [Test]
    public void One_name_leads_each_Region_to_its_own_cluster()
    {
        Assert.Multiple(() =>
        {
            foreach (var (stage, region) in new[] { (_primary, "us-east-1"), (_secondary, "us-east-2") })
            {
                var record = stage.Only(Record);
                Assert.That(record.Text("name"), Is.EqualTo("demo.valkey-dr.live"));
                Assert.That(record.Objects("latencyRoutingPolicies").Single()["region"], Is.EqualTo(region));
                Assert.That(record.List("records"), Is.EqualTo(new[] { stage.Output("clusterEndpoint") }));
                Assert.That(stage.Output("clusterEndpoint"),
                    Is.EqualTo($"clustercfg.session-store-{region}.abc123.memorydb.{region}.amazonaws.com"));
                Assert.That(new[] { stage.Output("writerName"), stage.Output("readerName") }, Is.All.EqualTo("demo.valkey-dr.live"));
                Assert.That(stage.Output("expiry"), Is.EqualTo("InValue"));
            }
        });
    }

    [TestCaseSource(nameof(Stacks))]
    public async Task Nothing_is_there_that_a_writer_Region_is_for(string stack)
    {
        var stage = await Deployed.Option(stack);
        Assert.That(
            stage.Resources.Select(resource => resource.Type).Where(type => type.StartsWith("aws:elasticache", StringComparison.Ordinal)
                || type.StartsWith("aws:lambda", StringComparison.Ordinal) || type.StartsWith("aws:sqs", StringComparison.Ordinal)
                || type.StartsWith("aws:ssm", StringComparison.Ordinal) || type is "aws:cloudwatch/eventRule:EventRule"
                or "aws:route53/healthCheck:HealthCheck" or "aws:cloudwatch/logGroup:LogGroup"),
            Is.Empty);
    }

    [Test]
    public async Task Five_Regions_are_connected_with_each_other_and_have_one_cluster_each()
    {
        var stages = new List<StageRun>();
        foreach (var stack in _five)
        {
            stages.Add(await Deployed.Option(stack));
        }
        Assert.Multiple(() =>
        {
            Assert.That(stages.Select(stage => stage.Only(Cluster).Text("name")), Is.Unique);
            Assert.That(
                stages.Select(stage => stage.All("aws:ec2/vpcPeeringConnection:VpcPeeringConnection").Count),
                Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
            Assert.That(stages[4].Output("peerRegions"), Is.EqualTo(new[] { "us-east-2", "us-west-2", "eu-west-1" }));
            Assert.That(stages.SelectMany(stage => stage.All("aws:globalaccelerator/accelerator:Accelerator")).Count(), Is.EqualTo(1));
            Assert.That(stages.SelectMany(stage => stage.All("aws:globalaccelerator/endpointGroup:EndpointGroup")).Count(), Is.EqualTo(5));
            Assert.That(stages.SelectMany(stage => stage.All("aws:iam/role:Role")).Select(role => role.Text("name")), Is.Unique);
        });
    }

    [Test]
    public async Task A_third_Region_changes_nothing_in_the_stacks_that_are_there()
    {
        var (second, third) = (await Deployed.Option("five-secondary"), await Deployed.Option("five-third"));
        var references = third.All("pulumi:pulumi:StackReference").Select(reference => reference.Name.Split('/')[^1]);
        Assert.Multiple(() =>
        {
            Assert.That(references, Is.EquivalentTo(new[] { "five-primary", "five-secondary" }));
            // What it needs on the other side it makes there itself.
            Assert.That(
                third.All("aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter").Select(accepter => accepter.Text("region")),
                Is.EquivalentTo(new[] { "us-east-1", "us-east-2" }));
            Assert.That(third.Only(Cluster).Inputs.Keys, Is.EquivalentTo(second.Only(Cluster).Inputs.Keys));
        });
    }

    [Test]
    public async Task With_IAM_a_policy_lets_a_role_sign_in_to_the_clusters_of_all_Regions()
    {
        var statement = (await Deployed.Option("five-primary")).Only("aws:iam/policy:Policy").Json("policy").GetProperty("Statement")[0];
        Assert.Multiple(() =>
        {
            Assert.That(statement.GetProperty("Action")[0].GetString(), Is.EqualTo("memorydb:Connect"));
            Assert.That(
                statement.GetProperty("Resource").EnumerateArray().Select(resource => resource.GetString()),
                Is.EqualTo(new[]
                {
                    "arn:aws:memorydb:*:123456789012:cluster/session-store-*", "arn:aws:memorydb:*:123456789012:user/session-store-app",
                }));
        });
    }

    [Test]
    public async Task The_application_keeps_the_end_of_a_session_with_it()
    {
        var script = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(
            (await Deployed.Option("five-secondary")).Only("aws:ec2/launchTemplate:LaunchTemplate").Text("userData")));
        Assert.That(script.Split('\n'), Does.Contain("SessionStore__Expiry=InValue").And.Contain("SessionStore__Auth=iam")
            .And.Contain("SessionStore__WriterName=demo.valkey-dr.live").And.Contain("SessionStore__ReaderName=demo.valkey-dr.live"));
    }

    [Test]
    public void A_test_host_sends_no_times_to_live()
    {
        var script = _primary.Only("aws:ec2/instance:Instance").Text("userData");
        Assert.That(script, Does.Contain("SET greeting").And.Contain("-c --tls --user session-store-app").And.Not.Contain(" EX ")
            .And.Not.Contain("failover"));
    }

    private static IEnumerable<string> Stacks => _five.Concat(["memorydb-primary", "memorydb-secondary"]);
}
