using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SessionStore.Infra.Tests.Replication;

/// <summary>The published worker takes every setting that a stage tells it: with one that is wrong, it names that one alone.</summary>
/// <remarks>Proof limit: it is not let run here; its own tests do that.</remarks>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
[Platform(Include = "Linux")]
public sealed class WorkerContractTests
{
    private static readonly string _worker = Path.Combine(Deployed.Root, "replicator", "bin", "package", "SessionStore.Replicator");

    [TestCase("replicator-primary")]
    [TestCase("replicator-secondary")]
    [TestCase("beside-primary")]
    [TestCase("beside-secondary")]
    [TestCase("migrate-primary")]
    public async Task It_understands_everything(string stack) => Understands(await Deployed.Option(stack));

    [Test]
    public async Task It_understands_a_store_that_is_moved_in_with_all_that_can_be_said_of_it()
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=old", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        Understands(await Deployed.OptionWith("migrate-primary", ("session-store:migrateUser", "mover"),
            ("session-store:migrateTrustedDomains", "[\"example.com\"]"),
            ("session-store:migrateCertificateAuthority", certificate.ExportCertificatePem())));
    }

    [Test]
    public async Task It_understands_a_store_without_TLS_and_a_sign_in_with_IAM()
    {
        Understands(await Deployed.Run(Deployed.OptionFile("migrate-primary").With(("session-store:migrateTls", "false"))
            .WithSecrets(("session-store:migratePassword", ""))));
        Understands(await Deployed.OptionWith("replicator-primary", ("session-store:auth", "iam"),
            ("session-store:users", """["copier on ~* &* +@all"]"""), ("session-store:replicatorUser", "copier")));
    }

    [Test]
    public async Task It_understands_an_old_store_with_IAM() => Understands(await Deployed.Run(StackFile.Read(Deployed.Root, "primary")
        .With(("session-store:migrateFrom", "master.old.abc123.use1.cache.amazonaws.com:6379"),
            ("session-store:migrateReplicationGroupId", "old"), ("session-store:migrateUser", "mover"))));

    private static void Understands(StageRun stage)
    {
        using var instance = new PlayedInstance();
        var (code, output) = Run(instance.Environment(stage));
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(2), output);
            Assert.That(output, Does.Contain("The replicator cannot start, 1 problem(s):").And.Contain("1. Replicator:Lease is \"never\""));
        });
    }

    private static (int Code, string Output) Run(IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(_worker, ["run"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in environment.Append(("Replicator__Lease", "never")))
        {
            start.Environment[name] = value;
        }
        using var worker = Process.Start(start)!;
        var errors = worker.StandardError.ReadToEndAsync();
        var output = worker.StandardOutput.ReadToEnd();
        worker.WaitForExit();
        return (worker.ExitCode, output + errors.Result);
    }
}
