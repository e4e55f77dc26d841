using SessionStore.Client.Expiring;
using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Expiring;

internal sealed class SweepLeaseTests
{
    private const string Key = "sweeper:us-east-1";
    private static readonly TimeSpan _term = new SweepTimes().Term;
    private readonly ManualTime _time = new();
    private ModelStore _store = null!;

    [SetUp]
    public void Start() => _store = new("us-east-1", new(0, () => _time.GetUtcNow().UtcTicks / 10, true), _ => { });

    [Test]
    public async Task One_has_it_until_its_term_is_over_and_renews_it_alone()
    {
        Assert.That((await HoldAsync("a"), await HoldAsync("b")), Is.EqualTo((true, false)));
        _time.Pass(_term - TimeSpan.FromSeconds(1));
        Assert.That((await HoldAsync("b"), await HoldAsync("a")), Is.EqualTo((false, true)), "renewed");
        _time.Pass(_term - TimeSpan.FromSeconds(1));
        Assert.That(await HoldAsync("b"), Is.False);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.That((await HoldAsync("b"), await HoldAsync("a")), Is.EqualTo((true, false)), "a was killed, and comes back");
    }

    [Test]
    public async Task Whoever_gives_it_back_is_followed_at_once()
    {
        await HoldAsync("a");
        await Lease("b").ReleaseAsync(default);
        Assert.That(await HoldAsync("b"), Is.False, "nobody gives back what another one has");

        await Lease("a").ReleaseAsync(default);

        Assert.That(await HoldAsync("b"), Is.True);
        Assert.That(_store.Hashes.Fields(Key).Count(), Is.EqualTo(1), "claims before it are removed");
    }

    [Test]
    public async Task A_late_claim_under_a_number_that_is_over_does_not_count()
    {
        await HoldAsync("a");
        _time.Pass(_term);
        await HoldAsync("b");

        // As from one that stood still between its look and its claim or its renewal.
        await _store.SetAsync(Key, new(1, $"late {(_time.GetUtcNow() + _term).UtcTicks}"), default);

        Assert.That((await HoldAsync("late"), await HoldAsync("b")), Is.EqualTo((false, true)));
    }

    [TestCase("")]
    [TestCase("somebody")]
    [TestCase("somebody 99999999999999999999")]
    [TestCase("somebody 9223372036854775807")]
    public async Task A_claim_that_cannot_be_read_is_over(string claim)
    {
        await _store.SetAsync(Key, new("5", claim), default);
        await _store.SetAsync(Key, new("no number", "somebody 1"), default);

        Assert.That(await HoldAsync("a"), Is.True);
        Assert.That(_store.Hashes.Fields(Key).Single().Name, Is.EqualTo((RedisValue)6));
    }

    private Task<bool> HoldAsync(string owner) => Lease(owner).HoldAsync(_time.GetUtcNow(), default);

    private SweepLease Lease(string owner) => new(_store, Key, owner, _term);
}
