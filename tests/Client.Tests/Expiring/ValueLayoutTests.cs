using SessionStore.Client.Caching;
using SessionStore.Client.Expiring;
using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Expiring;

internal sealed class ValueLayoutTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [TestCase(60, 20, 20, TestName = "the sliding end is the earlier one")]
    [TestCase(10, 20, 10, TestName = "the absolute end is the earlier one")]
    [TestCase(null, 20, 20, TestName = "sliding alone")]
    [TestCase(60, null, 60, TestName = "absolute alone")]
    [TestCase(null, null, null, TestName = "never")]
    public void An_entry_is_read_as_it_was_written_until_it_ends(int? absolute, int? sliding, int? minutes)
    {
        var entry = new StoredEntry(Minutes(absolute) is { } end ? _now + end : null, Minutes(sliding), "a");
        var written = Read(ValueLayout.Fields(entry, _now));

        Assert.That(ValueLayout.Parse(written, _now),
            Is.EqualTo(entry with { End = minutes is { } ends ? _now + (ends * _minute) : null }));
        if (minutes is { } last)
        {
            Assert.That(ValueLayout.Parse(written, _now + (last * _minute) - TimeSpan.FromTicks(1)), Is.Not.Null);
            Assert.That(ValueLayout.Parse(written, _now + (last * _minute)), Is.Null, "at its end it is over");
        }
    }

    [Test]
    public void Of_all_sixteen_combinations_of_fields_only_all_four_are_a_session([Range(0, 15)] int fields)
    {
        var all = Read(ValueLayout.Fields(new(null, _minute, "a"), _now));
        var some = all.Select((value, index) => (fields >> index & 1) == 1 ? value : RedisValue.Null).ToArray();

        Assert.That(ValueLayout.Parse(some, _now), fields == 15 ? Is.Not.Null : Is.Null);
    }

    [Test]
    public void A_renewal_means_nothing_to_an_entry_that_another_Region_has_made_one_that_does_not_slide()
    {
        var slides = new StoredEntry(null, _minute, "a");
        var written = Read(ValueLayout.Fields(new(_now + (9 * _minute), null, "b"), _now));

        written[2] = ValueLayout.Renewal(slides, _now).Value;

        Assert.That(ValueLayout.Parse(written, _now + (5 * _minute)), Is.Not.Null);
        Assert.That(ValueLayout.EndingOf(written).At, Is.EqualTo(_now + (9 * _minute)));
    }

    [Test]
    public void A_renewal_does_not_carry_an_absolute_end_over_to_a_session_that_another_Region_has_written_meanwhile()
    {
        var aboutToEnd = new StoredEntry(_now + _minute, 20 * _minute, "a");
        var written = Read(ValueLayout.Fields(new(_now + (60 * _minute), 20 * _minute, "b"), _now));

        written[2] = ValueLayout.Renewal(aboutToEnd, _now).Value;

        Assert.That(ValueLayout.EndingOf(written).At, Is.EqualTo(_now + (20 * _minute)));
    }

    [TestCase("", "", "", TestName = "nothing")]
    [TestCase("-1", "-1", "-1", TestName = "no end")]
    [TestCase("-1", "600000000", "soon", TestName = "no number")]
    [TestCase("-1", "600000000", "9223372036854775807", TestName = "no time")]
    [TestCase("-1", "600000000", "", TestName = "written natively")]
    public void What_says_no_end_is_never_removed(string absolute, string sliding, string end)
    {
        var time = new ManualTime();
        var removals = new Removals(time);
        removals.Look("here", []);

        Assert.That(removals.MayRemove("here", new(Value(absolute), Value(sliding), Value(end))), Is.False);

        static RedisValue Value(string text) => text.Length == 0 ? RedisValue.Null : text;
    }

    private static TimeSpan? Minutes(int? minutes) => minutes is { } known ? known * _minute : null;

    private static RedisValue[] Read(HashEntry[] fields) =>
        [.. ValueLayout.FieldsToRead(true).Select(name => fields.Single(field => field.Name == name).Value)];
}
