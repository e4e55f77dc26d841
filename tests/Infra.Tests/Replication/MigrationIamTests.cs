namespace SessionStore.Infra.Tests.Replication;

/// <summary>An old store that the replicator signs in to with IAM.</summary>
/// <remarks>Proof limit: ElastiCache judges tokens and policies.</remarks>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win")]
public sealed class MigrationIamTests
{
    private const string From = "session-store:migrateFrom", Group = "session-store:migrateReplicationGroupId",
        User = "session-store:migrateUser";

    [TestCase("master.old.abc123.use1.cache.amazonaws.com:6379", "old", "us-east-1")]
    [TestCase("clustercfg.shop-eu-west-1.abc123.euw1.cache.amazonaws.com:6379", "shop-eu-west-1", "eu-west-1")]
    [TestCase("sessions.example.com:6379", "old", "us-east-1")]
    public async Task Its_role_may_sign_in_there_as_that_user_and_nowhere_else(string from, string group, string region)
    {
        var stage = await RunAsync((From, from), (Group, group));
        var statement = stage.Resource("replicator-role-policy").Json("policy").GetProperty("Statement").EnumerateArray()
            .Single(statement => statement.GetProperty("Sid").GetString() == "SignInToTheOldStore");
        using var instance = new PlayedInstance();
        var environment = instance.Environment(stage).Select(variable => $"{variable.Name}={variable.Value}").ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(statement.GetProperty("Effect").GetString(), Is.EqualTo("Allow"));
            Assert.That(statement.GetProperty("Action").EnumerateArray().Select(action => action.GetString()),
                Is.EqualTo(new[] { "elasticache:Connect" }));
            Assert.That(statement.GetProperty("Resource").EnumerateArray().Select(arn => arn.GetString()), Is.EqualTo(new[]
            {
                $"arn:aws:elasticache:{region}:123456789012:replicationgroup:{group}",
                $"arn:aws:elasticache:{region}:123456789012:user:mover",
            }));
            Assert.That(environment, Contains.Item("Source__Auth=iam").And.Contains("Source__UserName=mover")
                .And.Contains($"Source__AwsRegion={region}").And.Contains($"Source__WriterName={from.Split(':')[0]}")
                .And.Contains("Target__Auth=none"));
            Assert.That(stage.Resources.Where(resource => resource.Name.StartsWith("replicator-secret", StringComparison.Ordinal)
                || resource.Name.EndsWith("-secretsmanager", StringComparison.Ordinal)), Is.Empty, "a token is no secret that is kept");
        });
    }

    [Test]
    public async Task Without_the_setting_it_may_not()
    {
        var stage = await Deployed.Option("migrate-primary");
        Assert.That(stage.Resource("replicator-role-policy").Text("policy"), Does.Not.Contain("elasticache:"));
    }

    [TestCase("migrateReplicationGroupId", "Old",
        "session-store:migrateReplicationGroupId is \"Old\": expected an ElastiCache replication group ID in lower case")]
    [TestCase("migrateReplicationGroupId", "other",
        "session-store:migrateReplicationGroupId is \"other\": expected old, the replication group of session-store:migrateFrom")]
    [TestCase("migrateUser", null, "session-store:migrateUser is not set: expected the ID of that store's user to sign in as with IAM, "
        + "because session-store:migrateReplicationGroupId is set")]
    [TestCase("migrateUser", "*", "session-store:migrateUser is \"*\": expected the ID of that store's user")]
    [TestCase("migrateTls", "false", "session-store:migrateTls is \"false\": expected true with session-store:migrateReplicationGroupId")]
    [TestCase("migrateFrom", "10.40.0.7:6379", "session-store:migrateFrom is \"10.40.0.7:6379\": expected the primary or configuration "
        + "endpoint of old with session-store:migrateReplicationGroupId, such as master.old.abc123.use1.cache.amazonaws.com:6379")]
    [TestCase("migrateFrom", "old-001.old.abc123.use1.cache.amazonaws.com:6379", "expected the primary or configuration endpoint of old")]
    [TestCase("migrateFrom", "clustercfg.old.abc123.memorydb.us-east-1.amazonaws.com:6379", "expected the primary or configuration")]
    public void What_contradicts_it_is_refused(string key, string? value, string problem) => Assert.That(
        () => RunAsync(($"session-store:{key}", value)),
        Throws.InstanceOf<RunException>().With.Message.Contains(problem).And.Message.StartsWith("1 problem in the settings"));

    [Test]
    public void A_password_besides_is_refused_without_being_shown() => Assert.That(
        () => Deployed.Run(File([]).WithSecrets(("session-store:migratePassword", Secrets.OldToken))),
        Throws.InstanceOf<RunException>().With.Message.Contains(
            "session-store:migratePassword is set: expected no value with session-store:migrateReplicationGroupId")
            .And.Message.Not.Contains(Secrets.OldToken));

    [Test]
    public void Without_an_old_store_it_is_refused() => Assert.That(
        () => Deployed.OptionWith("simple-primary", (Group, "old")), Throws.InstanceOf<RunException>().With.Message.Contains(
            $"{Group} is \"old\": expected no value: {From} is not set"));

    private static Task<StageRun> RunAsync(params (string Key, string? Value)[] changes) => Deployed.Run(File(changes));

    // The stack file of the option has another endpoint, and its secret comes from elsewhere.
    private static StackFile File((string Key, string? Value)[] changes) => StackFile.Read(Deployed.Root, "primary")
        .With([(From, "master.old.abc123.use1.cache.amazonaws.com:6379"), (Group, "old"), (User, "mover"), .. changes]);
}
