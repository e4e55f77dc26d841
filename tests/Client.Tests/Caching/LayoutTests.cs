using Microsoft.Extensions.Caching.Distributed;
using SessionStore.Client.Caching;

namespace SessionStore.Client.Tests.Caching;

internal sealed class LayoutTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase(null, null, null)]
    [TestCase(60, null, 60)]
    [TestCase(null, 20, 20)]
    [TestCase(60, 20, 20)]
    [TestCase(10, 20, 10)]
    public void An_entry_lives_for_the_shorter_of_both(int? absolute, int? sliding, int? life)
    {
        var entry = EntryLayout.Make("a",
            new() { AbsoluteExpirationRelativeToNow = Seconds(absolute), SlidingExpiration = Seconds(sliding) }, _now);

        Assert.That(EntryLayout.LifeOf(entry, _now), Is.EqualTo(Seconds(life)));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void An_absolute_expiration_has_to_be_in_the_future(int seconds) => Assert.That(
        () => EntryLayout.Make("a", new() { AbsoluteExpiration = _now.AddSeconds(seconds) }, _now),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("in the future"));

    [TestCase(null, null, 50, null, TestName = "no sliding expiration: never")]
    [TestCase(null, 100, 100, null, TestName = "just written")]
    [TestCase(null, 100, 91, null, TestName = "less than a tenth has passed")]
    [TestCase(null, 100, 90, 100, TestName = "a tenth has passed")]
    [TestCase(null, 100, null, 100, TestName = "the key has no end: it should have one")]
    [TestCase(95, 100, 94, null, TestName = "the absolute end is near: not more than that")]
    [TestCase(95, 100, 50, 95, TestName = "the absolute end is near: up to it")]
    public void A_renewal_is_due_when_a_tenth_of_the_span_has_passed(int? absolute, int? sliding, int? left, int? due)
    {
        var entry = new StoredEntry(Seconds(absolute) is { } end ? _now + end : null, Seconds(sliding), "a");

        Assert.That(EntryLayout.DueRenewal(entry, Seconds(left), _now), Is.EqualTo(Seconds(due)));
    }

    [Test]
    public void Nothing_is_renewed_beyond_its_absolute_end() =>
        Assert.That(EntryLayout.DueRenewal(new StoredEntry(_now.AddSeconds(-1), TimeSpan.FromSeconds(100), "a"), null, _now), Is.Null);

    private static TimeSpan? Seconds(int? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
