using System.Text.Json;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>Proof limit: the replicator's instance is played; its words are those of replicator/Telemetry/Status.cs.</summary>
public sealed class MigrateTests : OperatedWorld
{
    private const string Old = "old.abc123.use1.cache.amazonaws.com:6380";

    private readonly List<string> _done = [];
    private bool _inStep;
    private Queue<int> _waiting = [];
    private int _different;

    private protected override Task<World> StartAsync(TimeSpan minute) => World.StartAsync(OptionFiles.Of("migrate"), minute);

    [SetUp]
    public void Migrate()
    {
        _done.Clear();
        (_inStep, _waiting, _different) = (true, [], 0);
        World.Ssm.Commands.Run = (_, _, script) => Task.FromResult(Worker(script[(script.LastIndexOf("SessionStore.Replicator ",
            StringComparison.Ordinal) is var at and >= 0 ? at + "SessionStore.Replicator ".Length : 0)..]));
    }

    [Test]
    public async Task Status_shows_phase_lag_and_comparison()
    {
        var run = await Succeed("migrate", "status");
        Assert.Multiple(() =>
        {
            Assert.That(run.Lines[0], Is.EqualTo($"{Old} is moved into session-store-us-east-1 (demo.valkey-dr.live)"));
            Assert.That(run.Text, Does.Match(@"phase +following"));
            Assert.That(run.Text, Does.Match(@"lag +3 ms, 0 keys wait"));
            Assert.That(run.Text, Does.Match("keys +100 of 100 found, 12 a second"));
            Assert.That(run.Text, Does.Match("last comparison +100 keys compared: 0 missing"));
            Assert.That(run.Lines[^1], Does.StartWith("In step"));
        });
    }

    [Test]
    public async Task Status_names_what_keeps_it_from_being_finished()
    {
        (_inStep, _different) = (false, 2);
        var run = await Fail("migrate", "status");
        using var json = JsonDocument.Parse((await Fail("migrate", "status", "--json")).Text);
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("! the replicator is filling, not in step: it copies what was there"));
            Assert.That(run.Text, Does.Contain("! the last comparison found differences: 100 keys compared: 2 missing"));
            Assert.That(json.RootElement.GetProperty("findings").GetArrayLength(), Is.EqualTo(2));
            Assert.That(json.RootElement.GetProperty("replicator").GetProperty("phase").GetString(), Is.EqualTo("filling"));
        });
    }

    [Test]
    public async Task Finish_waits_compares_closes_the_store_and_says_what_comes_next()
    {
        _waiting = new([5, 5]);
        var run = await Succeed("migrate", "finish", "--yes");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain($"Stop everything that writes at {Old} first"));
            Assert.That(run.Text, Does.Contain("waiting: the replicator still has changes"));
            Assert.That(_done, Is.EqualTo(new[] { "compare", "hold" }));
            Assert.That(run.Text, Does.Contain("1. Switch the application over to demo.valkey-dr.live").And.Contain("migrate resume")
                .And.Contain("`pulumi up --stack migrate-primary`"));
        });
    }

    [Test]
    public async Task Finish_is_refused_while_it_is_not_in_step()
    {
        _inStep = false;
        var run = await Fail("migrate", "finish", "--yes");
        Assert.That(run.Text, Does.Contain($"the migration from {Old} cannot be finished. Nothing has been changed.")
            .And.Contain("the replicator is filling, not in step"));
        Assert.That(_done, Is.Empty);
    }

    [Test]
    public async Task Finish_is_given_up_when_the_stores_differ()
    {
        _different = 1;
        var run = await Fail("migrate", "finish", "--yes");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("the last comparison found differences"));
            Assert.That(_done, Is.Empty);
        });
    }

    [Test]
    public async Task Finish_is_given_up_when_its_own_comparison_finds_something()
    {
        var healthy = World.Ssm.Commands.Run;
        World.Ssm.Commands.Run = (region, group, script) => script.EndsWith("compare", StringComparison.Ordinal)
            ? Task.FromResult((1, Comparison(1), "")) : healthy(region, group, script);
        var run = await Fail("migrate", "finish", "--yes");
        Assert.That(run.Text, Does.Contain("1 key(s) differ and 0 changed too fast to tell: expected none"));
        Assert.That(_done, Is.Empty);
    }

    [Test]
    public async Task A_dry_run_of_finish_closes_nothing()
    {
        Assert.That((await Succeed("migrate", "finish", "--dry-run")).Text, Does.Contain($"would finish the migration from {Old}"));
        Assert.That(_done, Is.Empty);
    }

    [Test]
    public async Task Resume_lets_the_replicator_go_on_and_says_what_is_overwritten()
    {
        var run = await Succeed("migrate", "resume", "--yes");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("IS OVERWRITTEN OR"));
            Assert.That(_done, Is.EqualTo(new[] { "release" }));
            Assert.That(run.Lines[^1], Does.EndWith($"session-store-us-east-1 is in step with {Old}"));
        });
    }

    [Test]
    public async Task A_store_into_which_nothing_is_moved_is_told_how_it_begins()
    {
        var tool = World.Operator.Without(OutputNames.MigrateFrom);
        var run = await tool.RunAsync(CancellationToken.None, "migrate", "status");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Text, Does.Contain("no store is moved in. It begins with `pulumi config set migrateFrom HOST:PORT"));
    }

    [Test]
    public async Task An_instance_whose_worker_is_of_another_version_is_named()
    {
        World.Ssm.Commands.Run = (_, _, _) => Task.FromResult((0, "not JSON", ""));
        Assert.That((await Fail("migrate", "status")).Text,
            Does.Contain("/var/lib/session-replicator/health.json: expected a JSON object of this version's replicator"));
    }

    private (int, string, string) Worker(string command)
    {
        if (command.StartsWith("cat ", StringComparison.Ordinal))
        {
            _waiting.TryDequeue(out var waiting);
            return (0, JsonSerializer.Serialize(new
            {
                phase = _inStep ? "following" : "filling",
                why = _inStep ? "" : "it copies what was there",
                inStep = _inStep,
                deaf = false,
                lagMilliseconds = 3.2,
                waiting,
                copied = 100,
                keysPerSecond = 12.3,
                found = 100,
                total = 100,
                refused = 0,
                refusedSample = new { },
                compared = JsonDocument.Parse(Comparison(_different)).RootElement,
                time = DateTimeOffset.UtcNow,
            }), "");
        }
        _done.Add(command);
        return (0, command == "compare" ? Comparison(0) : "done", "");
    }

    private static string Comparison(int missing) => JsonSerializer.Serialize(new
    {
        compared = 100,
        missing,
        extra = 0,
        value = 0,
        expiry = 0,
        undecided = 0,
        repaired = 0,
        total = missing,
        sample = Array.Empty<string>(),
    });
}
