using System.Diagnostics;
using System.Runtime.Versioning;
using SessionStore.EndToEnd.Tests.Support;

namespace SessionStore.EndToEnd.Tests.Operations;

[UnsupportedOSPlatform("windows")]
public sealed class WatchTests : OperatedWorld
{
    [Test]
    public async Task It_looks_again_until_it_is_interrupted_and_that_is_no_failure()
    {
        World.Route53.Requests.Clear();
        await using var watch = World.Operator.Start("status", "--watch");
        await UntilAsync(() => Looks(watch) >= 1, watch);
        await SetAsync(RRType.TXT, World.PinName, $"\"{Home.Member.ReplicationGroupId}\"");
        await UntilAsync(() => Looks(watch) >= 2, watch);
        using var kill = Process.Start("kill", ["-TERM", $"{watch.Id}"]);
        await watch.Exit.WaitAsync(RehearsalProcess.Limit);
        Assert.Multiple(() =>
        {
            Assert.That(watch.ExitCode, Is.Zero, string.Join('\n', watch.Lines));
            Assert.That(watch.Lines, Has.Some.EqualTo("pin: none").And.Some.EqualTo("pin: session-store-us-east-1"));
            Assert.That(string.Join('\n', watch.Lines), Does.Not.Contain("Interrupted").And.Not.Contain("\e["));
        });
        RequestsAreSpaced(2);
    }

    [Test]
    public async Task It_is_not_for_programs()
    {
        var run = await Run("status", "--watch", "--json");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2));
            Assert.That(run.Text, Does.Contain("--watch draws for a person and --json is for a program: expected one of them"));
        });
    }

    private static int Looks(ChildProcess watch) => watch.Lines.Count(line => line.Contains("last move here", StringComparison.Ordinal));

    private static async Task UntilAsync(Func<bool> condition, ChildProcess watch)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await Task.Delay(50))
        {
            Assert.That(waited.Elapsed, Is.LessThan(RehearsalProcess.Limit));
            Assert.That(watch.HasExited, Is.False, () => string.Join(Environment.NewLine, watch.Lines));
        }
    }
}
