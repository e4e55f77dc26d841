namespace SessionStore.Infra.Tests.Replication;

/// <summary>Bad input: each problem names the key, the value and what was expected.</summary>
public class ReplicationSettingsTests
{
    [TestCase("replication", "riot", "session-store:replication is \"riot\": expected globalDatastore or replicator")]
    [TestCase("replicatorInstanceType", "t4g.small", "\"t4g.small\": expected an instance type with an x86-64 processor")]
    [TestCase("replicatorCompareAt", "3 am", "\"3 am\": expected a time of day in UTC such as 03:30, or never")]
    [TestCase("replicatorCompareRepairs", "maybe", "session-store:replicatorCompareRepairs is \"maybe\": expected true or false")]
    [TestCase("vpcEndpoints", "some", "session-store:vpcEndpoints is \"some\": expected true or false")]
    [TestCase("replicatorUser", "app",
        "session-store:replicatorUser is \"app\": expected no value: the store has no users with auth: none")]
    [TestCase("migrateFrom", "10.40.0.7:6379", "session-store:replication is \"replicator\": expected no value while "
        + "session-store:migrateFrom is set: a Region is filled from one store at a time")]
    public void A_store_with_replicators_refuses(string key, string value, string problem) =>
        Refused("replicator-primary", key, value, problem);

    [TestCase("migrateFrom", "old.example.com", "\"old.example.com\": expected host:port of the store to move in")]
    [TestCase("migrateFrom", "old.example.com:0", "expected host:port")]
    [TestCase("migrateFrom", "old.example.com:65536", "expected host:port")]
    [TestCase("migrateFrom", "redis://old.example.com:6379", "expected host:port")]
    [TestCase("migrateFrom", "demo.valkey-dr.live:6379",
        "\"demo.valkey-dr.live:6379\": expected another store than this one, whose names are below valkey-dr.live")]
    [TestCase("migrateTls", "false",
        "session-store:migrateTls is \"false\": expected true with a password, which would go over the network")]
    [TestCase("migrateUser", "two words", "session-store:migrateUser is \"two words\": expected the name of a user of that store")]
    [TestCase("migrateCertificateAuthority", "none",
        "session-store:migrateCertificateAuthority is \"none\": expected certificates in PEM")]
    [TestCase("migrateTrustedDomains", "[\"no domain\"]", "expected a list of domains that the old store's name may lead into")]
    [TestCase("migrateCidr", "10.40.0.1/16",
        "session-store:migrateCidr is \"10.40.0.1/16\": expected an IPv4 CIDR block without host bits")]
    public void A_store_that_another_moves_into_refuses(string key, string value, string problem) =>
        Refused("migrate-primary", key, value, problem);

    [TestCase("migrateUser", "app", "session-store:migrateUser is \"app\": expected no value: session-store:migrateFrom is not set")]
    [TestCase("migrateTls", "true", "expected no value: session-store:migrateFrom is not set")]
    [TestCase("replicatorInstanceType", "t3.small", "session-store:replicatorInstanceType is \"t3.small\": expected no value: "
        + "session-store:replication is globalDatastore and session-store:migrateFrom is not set, so that no replicator runs here")]
    [TestCase("vpcEndpoints", "true",
        "session-store:vpcEndpoints is \"true\": expected no value: session-store:replication is globalDatastore")]
    public void A_store_without_either_refuses(string key, string value, string problem) => Refused("simple-primary", key, value, problem);

    [Test]
    public void A_secondary_moves_nothing_in() => Refused("replicator-secondary", "migrateFrom", "old.example.com:6379",
        "session-store:migrateFrom is \"old.example.com:6379\": expected no value: a secondary inherits it from the primary stack");

    [TestCase("vpc-primary", "vpcEndpoints",
        "session-store:vpcEndpoints is not set: expected true, with which the stack creates the endpoints")]
    [TestCase("iam-primary", "replicatorUser", "session-store:replicatorUser is not set: expected one of the store's users that may")]
    [TestCase("users-primary", "replicatorUser", "session-store:replicatorUser is not set: expected one of the store's users that may")]
    public void What_cannot_be_guessed_is_asked_for(string stack, string key, string problem)
    {
        _ = key;
        Refused(stack, "replication", "replicator", problem);
    }

    [Test]
    public void A_user_that_may_not_do_the_work_is_told_with_what_it_lacks() => Assert.That(
        () => Deployed.OptionWith("iam-primary", ("session-store:replication", "replicator"), ("session-store:replicatorUser", "app")),
        Throws.InstanceOf<RunException>().With.Message.Contains(
            "session-store:replicatorUser is \"app\": expected one of the store's users that may reach all keys")
            .And.Message.Contains("the access string of app lacks"));

    [Test]
    public void All_problems_of_a_migration_come_at_once_and_none_tells_the_secret()
    {
        var failure = Assert.CatchAsync<RunException>(() => Deployed.Run(Deployed.OptionFile("migrate-primary")
            .WithSecrets(("session-store:migratePassword", "line\nfeed"))
            .With(("session-store:migrateFrom", "nowhere"), ("session-store:migrateTls", "no"),
                ("session-store:migrateCidr", "everywhere"))))!;
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.StartWith("4 problems in the settings of stack"));
            Assert.That(failure.Message, Does.Contain("session-store:migratePassword has control characters"));
            Assert.That(failure.Message, Does.Not.Contain("feed"));
        });
    }

    [Test]
    public void A_password_in_plain_text_is_refused_without_being_shown()
    {
        var failure = Assert.CatchAsync<RunException>(() => Deployed.Run(StackFile.Read(Deployed.Root, "primary")
            .With(("session-store:migrateFrom", "old.example.com:6379"), ("session-store:migratePassword", Secrets.OldToken))))!;
        Assert.Multiple(() =>
        {
            Assert.That(failure.Message, Does.Contain("session-store:migratePassword is in plain text").And.Contain(
                "pulumi config set --secret migratePassword"));
            Assert.That(failure.Message, Does.Not.Contain(Secrets.OldToken));
        });
    }

    private static void Refused(string stack, string key, string value, string problem) => Assert.That(
        () => Deployed.OptionWith(stack, ($"session-store:{key}", value)),
        Throws.InstanceOf<RunException>().With.Message.Contains(problem));
}
