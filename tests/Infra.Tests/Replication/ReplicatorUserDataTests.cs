using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace SessionStore.Infra.Tests.Replication;

/// <summary>The script of the instance's start is run, and so is the service that it makes.</summary>
/// <remarks>Proof limit: the tools of Amazon Linux 2023, its repository, the CloudWatch agent and systemd are not here.</remarks>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win")]
public sealed class ReplicatorUserDataTests
{
    private PlayedInstance _instance = null!;

    [SetUp]
    public void Prepare() => _instance = new();

    [TearDown]
    public void CleanUp() => _instance.Dispose();

    [Test]
    public async Task It_pulls_from_the_writer_name_into_its_own_Regions_endpoint()
    {
        var environment = Play(await Deployed.Option("replicator-secondary"));
        Assert.Multiple(() =>
        {
            Assert.That(environment, Contains.Item("Source__WriterName=demo.valkey-dr.live").And.Contains("Source__Port=6379")
                .And.Contains("Source__Auth=none").And.Contains("Target__Auth=none").And.Contains("Target__Port=6379")
                .And.Contains("Target__WriterName=master.session-store-ap-southeast-6.abc123.aps6.cache.amazonaws.com")
                .And.Contains("Replicator__ReplicationGroupId=session-store-ap-southeast-6").And.Contains("Replicator__CompareAt=03:30")
                .And.Contains("Replicator__CompareRepairs=true").And.Contains("AWS_REGION=ap-southeast-6").And.Contains("argument=run"));
            Assert.That(environment, Has.None.StartsWith("Replicator__SettingsFile"), "it has no secret");
        });
    }

    [TestCase("token", "Source:AuthToken Target:AuthToken", Secrets.Token)]
    [TestCase("users", "Source:Password Target:Password", Secrets.ReplicatorPassword)]
    public async Task Secrets_come_in_a_file_in_memory_alone(string auth, string options, string secret)
    {
        var stage = await Deployed.Run(Deployed.OptionFile("replicator-primary").With(
            ("session-store:auth", auth),
            ("session-store:users", auth == "users" ? """["app on ~* +@all","reader on ~* +@all","copier on ~* &* +@all"]""" : null),
            ("session-store:replicatorUser", auth == "users" ? "copier" : null)).WithSecrets(auth == "users"
                ? ("session-store:userPasswords", Secrets.PasswordsWithReplicator) : ("session-store:authToken", Secrets.Token)));
        _instance.Write("secret", stage.Resource("replicator-secret-version").Text("secretString"));
        var environment = Play(stage);
        Assert.Multiple(() =>
        {
            Assert.That(Settings(), Is.EqualTo(options.Split(' ').Select(option => $"{option}={secret}")));
            Assert.That(environment, Contains.Item("Replicator__SettingsFile=/run/session-replicator/settings.json"));
            Assert.That(string.Join('\n', _instance.OnDisk().Concat(environment)), Does.Not.Contain(secret));
        });
    }

    [Test]
    public async Task A_store_is_moved_in_from_its_own_name_with_its_own_secret()
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=old", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var stage = await Deployed.OptionWith("migrate-primary", ("session-store:migrateUser", "mover"),
            ("session-store:migrateTrustedDomains", "[\"example.com\"]"),
            ("session-store:migrateCertificateAuthority", certificate.ExportCertificatePem()));
        _instance.Write("secret", stage.Resource("replicator-secret-version").Text("secretString"));
        var environment = Play(stage);
        Assert.Multiple(() =>
        {
            Assert.That(environment, Contains.Item("Source__WriterName=old.abc123.use1.cache.amazonaws.com")
                .And.Contains("Source__Port=6380").And.Contains("Source__Auth=users").And.Contains("Source__UserName=mover")
                .And.Contains("Source__TrustedDomains__0=example.com")
                .And.Contains("Source__CertificateAuthorityFile=/opt/session-replicator.pem").And.Contains("Target__Auth=none"));
            Assert.That(Settings(), Is.EqualTo(new[] { $"Source:Password={Secrets.OldToken}" }));
            Assert.That(X509Certificate2.CreateFromPem(_instance.Read("opt/session-replicator.pem")).Subject, Is.EqualTo("CN=old"));
            Assert.That(PlayedInstance.ScriptOf(stage), Has.Length.LessThan(12000), "EC2 takes 16384 bytes");
        });
    }

    [Test]
    public async Task What_is_set_of_it_reaches_it()
    {
        var stage = await Deployed.Option("beside-secondary");
        _instance.Write("secret", stage.Resource("replicator-secret-version").Text("secretString"));
        var environment = Play(stage);
        Assert.Multiple(() =>
        {
            Assert.That(environment, Contains.Item("Replicator__CompareAt=").And.Contains("Replicator__CompareRepairs=false")
                .And.Contains("Source__UserName=session-store-copier").And.Contains("Target__UserName=session-store-copier")
                .And.Contains("Target__WriterName=clustercfg.session-store-us-east-2.abc123.use2.cache.amazonaws.com"));
            Assert.That(stage.Resource("replicator-instance-template").Text("instanceType"), Is.EqualTo("c7i.large"));
        });
    }

    [Test]
    public async Task What_it_says_goes_to_its_log_group()
    {
        var stage = await Deployed.Option("replicator-secondary");
        Play(stage);
        var file = JsonSerializer.Deserialize<JsonElement>(_instance.Read("etc/session-replicator-agent.json")).GetProperty("logs")
            .GetProperty("logs_collected").GetProperty("files").GetProperty("collect_list")[0];
        var unit = _instance.Read("etc/systemd/system/session-replicator.service").Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(file.GetProperty("log_group_name").GetString(), Is.EqualTo(stage.Resource("replicator-logs").Text("name")));
            Assert.That(unit, Contains.Item($"StandardOutput=append:{file.GetProperty("file_path").GetString()}"));
            Assert.That(_instance.Read("agent.log"), Does.Contain("-a fetch-config -m ec2 -s -c file:"));
            Assert.That(_instance.Read("dnf.log"), Does.Contain("install -y amazon-cloudwatch-agent logrotate"));
        });
    }

    [Test]
    public async Task A_package_or_a_secret_that_cannot_be_fetched_starts_nothing()
    {
        var script = PlayedInstance.ScriptOf(await Deployed.Option("migrate-primary"));
        Assert.That(_instance.Start(script).Code, Is.Not.Zero);
        Assert.That(_instance.Has("systemctl.log"), Is.False);
        _instance.Offer();
        Assert.That(_instance.Start(script).Code, Is.Zero);
        var (code, output) = _instance.Serve();
        Assert.That(code, Is.Not.Zero, output);
        Assert.That(output, Does.Not.Contain("argument="), "systemd tries again");
    }

    [Test]
    public void The_published_worker_needs_no_runtime_and_no_ICU()
    {
        var path = Path.Combine(Deployed.Root, "replicator", "bin", "package", "SessionStore.Replicator.runtimeconfig.json");
        var config = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(path)).GetProperty("runtimeOptions");
        Assert.Multiple(() =>
        {
            Assert.That(config.TryGetProperty("includedFrameworks", out _), Is.True);
            Assert.That(config.GetProperty("configProperties").GetProperty("System.Globalization.Invariant").GetBoolean(), Is.True);
        });
    }

    private string[] Play(StageRun stage)
    {
        _instance.Offer();
        var (code, output) = _instance.Start(PlayedInstance.ScriptOf(stage));
        Assert.That(code, Is.Zero, output);
        (code, output) = _instance.Serve();
        Assert.That(code, Is.Zero, output);
        return output.Split('\n');
    }

    private IEnumerable<string> Settings() =>
        from section in JsonSerializer.Deserialize<JsonElement>(_instance.Read("run/session-replicator/settings.json")).EnumerateObject()
        from option in section.Value.EnumerateObject()
        select $"{section.Name}:{option.Name}={option.Value.GetString()}";
}
