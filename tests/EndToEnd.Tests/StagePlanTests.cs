using System.Runtime.Versioning;
using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.EndToEnd.Tests;

/// <summary>What <c>./rehearse --plan</c> tells a pull request.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StagePlanTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("session-store-").FullName;

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Settings_that_are_right_show_what_would_be_created_and_nothing_is_played()
    {
        var moto = Environment.GetEnvironmentVariable(MotoServer.Variable) ?? "moto_server";
        await using var plan = RehearsalProcess.Start(moto, _folder, ["--plan"]);
        await plan.Exit.WaitAsync(RehearsalProcess.Limit);
        var text = string.Join('\n', plan.Lines);
        Assert.Multiple(() =>
        {
            Assert.That(plan.ExitCode, Is.Zero, text);
            Assert.That(text, Does.Match(@"pulumi up --stack primary +us-east-1, \d+ AWS resources"));
            Assert.That(text, Does.Match(@"pulumi up --stack secondary +us-east-2, \d+ AWS resources"));
            Assert.That(text, Does.Not.Contain("Picture:"));
        });
    }
}
