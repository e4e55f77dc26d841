using System.Text;
using SessionStore.Replicator.Telemetry;
using SessionStore.Replicator.Tests.Support;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>The comparison that a worker makes each day, at its time.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DailyComparisonTests : PairFixture
{
    private readonly NearTime _time = new(new(1, 0));

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_differs_behind_its_back_is_counted_named_and_copied_again_where_it_is_to_be(bool repairs)
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => _pair.Source.Data.StringSetAsync($"key-{number}", "x",
            TimeSpan.FromMinutes(30))));
        var worker = Work(repairs);
        await worker.InStepAsync();
        await _pair.EqualAsync();
        await PlantAsync();

        Assert.That(_time.Strike(), Is.EqualTo(TimeSpan.FromHours(2.5)).Within(TimeSpan.FromMinutes(5)));
        await Pair.UntilAsync(() => worker.Status.Compared is not null, "the comparison");

        var found = worker.Status.Compared!;
        Assert.That((found.Compared, found.Missing, found.Extra, found.Value, found.Expiry, found.Undecided, found.Repaired),
            Is.EqualTo((21, 1, 1, 1, 1, 0, repairs ? 4 : 0)));
        Assert.That(_pair.Lines.Texts, Has.Some.StartsWith("10: The stores differ, such as in "));
        Assert.That(_pair.Lines.Texts, Has.None.Contains("key-"));
        Assert.That(Encoding.UTF8.GetString(worker.Output.ToArray()), Does.Contain("\"ReplicatorDifferences\":4"));
        if (repairs)
        {
            await _pair.EqualAsync();
        }
        else
        {
            Assert.That(Contents.Differences(await Contents.OfAsync(_pair.Source), await Contents.OfAsync(_pair.Target)),
                Has.Length.EqualTo(4));
        }

        // The next day's.
        await Pair.UntilAsync(() => _time.Waits, "the next day's");
        Assert.That(_time.Strike(), Is.EqualTo(TimeSpan.FromDays(1)).Within(TimeSpan.FromMinutes(5)));
        await Pair.UntilAsync(() => worker.Status.Compared != found, "another comparison");
        Assert.That(worker.Status.Compared!.Total, Is.EqualTo(repairs ? 0 : 4));
    }

    [Test]
    public async Task A_worker_that_is_not_in_step_does_not_compare_and_says_so()
    {
        var worker = Work(repairs: true);
        await worker.InStepAsync();
        await _pair.Target.Admin.ConfigSetAsync("min-replicas-to-write", "100");
        await worker.ReachesAsync(Phase.Waiting);

        _time.Strike();

        await _pair.SaysAsync("11: The stores could not be compared: the worker is not in step");
        Assert.That(worker.Status.Compared, Is.Null);
    }

    [Test]
    public async Task A_worker_that_rests_has_nothing_to_compare()
    {
        _pair.Names.Lead(Pair.WriterName, Pair.West);
        var worker = Work(repairs: true);
        await worker.ReachesAsync(Phase.Resting);

        _time.Strike();

        await Pair.UntilAsync(() => _time.Waits, "the next day's");
        Assert.That(_pair.Lines.Texts.Where(line => line.StartsWith("9:", StringComparison.Ordinal)
            || line.StartsWith("11:", StringComparison.Ordinal)), Is.Empty);
    }

    private RunningWorker Work(bool repairs)
    {
        var settings = _pair.Settings();
        (settings["Replicator:CompareAt"], settings["Replicator:CompareRepairs"]) = ("03:30", $"{repairs}");
        return _pair.Work(settings, _time);
    }

    private async Task PlantAsync()
    {
        var target = _pair.Target.Data;
        await target.KeyDeleteAsync("key-0");
        await target.StringSetAsync("key-1", "y", expiry: null, keepTtl: true);
        await target.KeyExpireAsync("key-2", TimeSpan.FromHours(3));
        await target.StringSetAsync("key-extra", "x");
    }
}
