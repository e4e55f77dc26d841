using SessionStore.Client.Caching;
using SessionStore.Client.Expiring;
using SessionStore.Client.Telemetry;
using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Expiring;

/// <summary>One pass of the sweeper over the model of a store.</summary>
internal sealed class SweepTests
{
    private const string Here = "us-east-1", There = "eu-west-1";
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private readonly SweepTimes _times = new();
    private readonly ManualTime _time = new();
    private readonly Instruments _instruments = new();
    private readonly List<TimeSpan> _pauses = [];
    private ModelStore _store = null!;

    [SetUp]
    public void Start()
    {
        _store = new(Here, new(0, () => _time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMicrosecond, true), _ => { });
        _pauses.Clear();
        foreach (var number in Enumerable.Range(100, 250))
        {
            _store.Set($"{number}", ValueLayout.Fields(new StoredEntry(null, _minute, "a"), _time.GetUtcNow() - (7 * _minute)));
        }
    }

    [OneTimeTearDown]
    public void Stop() => _instruments.Dispose();

    [Test]
    public async Task It_goes_through_no_more_keys_in_a_second_than_it_may()
    {
        var sweep = Sweep(rate: 50, _ => { });
        Assert.That(await sweep.RoundAsync(default), Is.EqualTo((true, (string?)null)));

        var result = await sweep.PassAsync(default);

        // The lease and what is heard of the Region are hashes, too.
        Assert.That(result, Is.EqualTo(new SweepResult(252, 250, 0)));
        Assert.That(_pauses, Is.EqualTo(Enumerable.Repeat(TimeSpan.FromSeconds(1), 6)));
    }

    [Test]
    public async Task It_ends_when_another_Region_falls_silent()
    {
        await _store.SetAsync("sweepers", new(There, (_time.GetUtcNow() - TimeSpan.FromSeconds(45)).UtcTicks), default);
        var sweep = Sweep(rate: 50, _ => _time.Pass(TimeSpan.FromSeconds(10)));
        Assert.That(await sweep.RoundAsync(default), Is.EqualTo((true, (string?)null)));

        var result = await sweep.PassAsync(default);

        Assert.That((result.Removed, _pauses.Count), Is.EqualTo((100L, 2)));
        Assert.That(await sweep.RoundAsync(default), Is.EqualTo((true, There)));
    }

    [Test]
    public async Task It_ends_when_another_process_has_taken_the_lease()
    {
        var other = new SweepLease(_store, $"sweeper:{Here}", "other", _times.Term);
        var sweep = Sweep(rate: 50, pauses =>
        {
            // As one that stood still for longer than its lease is good for.
            _time.Pass(pauses == 1 ? _times.Term : TimeSpan.Zero);
            Assert.That(other.HoldAsync(_time.GetUtcNow(), default).Result, Is.True);
        });
        await sweep.RoundAsync(default);

        var result = await sweep.PassAsync(default);

        Assert.That((result.Looked, _pauses.Count), Is.EqualTo((50, 1)));
        Assert.That((await sweep.RoundAsync(default)).Holds, Is.False);
    }

    private Sweep Sweep(int rate, Action<int> pausing) =>
        new(_store, "", rate, "me", new Removals(_time), _times, _time, _instruments, (span, _) =>
        {
            _pauses.Add(span);
            pausing(_pauses.Count);
            return Task.CompletedTask;
        });
}
