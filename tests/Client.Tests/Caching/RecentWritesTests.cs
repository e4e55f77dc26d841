using SessionStore.Client.Caching;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Caching;

internal sealed class RecentWritesTests
{
    private static readonly UInt128 _one = 1, _two = 2, _none = 0;
    private readonly ManualTime _time = new();

    [Test]
    public void What_nobody_here_wrote_is_believed() => Assert.That(new RecentWrites(_time).Believes("a", _one));

    [Test]
    public void After_a_write_only_that_is_believed_for_a_minute()
    {
        var writes = Written("a", _two);

        Assert.That((writes.Believes("a", _one), writes.Believes("a", _two), writes.Believes("b", _one)), Is.EqualTo((false, true, true)));
        _time.Pass(RecentWrites.Window);
        Assert.That(writes.Believes("a", _one));
    }

    [Test]
    public void A_value_that_came_back_does_not_hide_the_one_between()
    {
        var writes = Written("a", _one);
        Write(writes, "a", _two);
        Write(writes, "a", _one);

        Assert.That((writes.Believes("a", _one), writes.Believes("a", _two), writes.Believes("a", _one)), Is.EqualTo((true, false, true)));
    }

    [Test]
    public void While_a_write_is_under_way_and_when_its_end_is_unknown_nothing_is_believed()
    {
        var writes = new RecentWrites(_time);
        writes.Begin("a");
        Assert.That((writes.Believes("a", _one), writes.Believes("a", _two)), Is.EqualTo((false, false)));
        writes.End("a", null);
        Assert.That((writes.Believes("a", _one), writes.Believes("a", _two)), Is.EqualTo((false, false)));
    }

    [Test]
    public void After_two_writes_at_once_nothing_is_believed_until_the_writer_was_looked_at()
    {
        var writes = new RecentWrites(_time);
        writes.Begin("a");
        writes.Begin("a");
        writes.End("a", _one);
        writes.End("a", _two);
        Assert.That((writes.Believes("a", _one), writes.Believes("a", _two)), Is.EqualTo((false, false)));

        writes.Seen("a", writes.VersionOf("a"), _one);
        Assert.That((writes.Believes("a", _one), writes.Believes("a", _two)), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_look_at_the_writer_that_began_before_a_write_says_nothing()
    {
        var writes = Written("a", _one);
        var before = writes.VersionOf("a");
        Write(writes, "a", _two);

        writes.Seen("a", before, _one);

        Assert.That((writes.Believes("a", _one), writes.Believes("a", _two)), Is.EqualTo((false, true)));
    }

    [Test]
    public void After_a_removal_no_value_is_believed() => Assert.That(Written("a", _none).Believes("a", _one), Is.False);

    [Test]
    public void When_it_cannot_remember_all_it_believes_nothing_for_a_minute()
    {
        var writes = new RecentWrites(_time, capacity: 10);
        for (var number = 0; number < 11; number++)
        {
            Write(writes, $"{number}", _one);
        }

        Assert.That((writes.Believes("0", _one), writes.Believes("other", _one)), Is.EqualTo((false, false)));
        _time.Pass(RecentWrites.Window);
        Assert.That(writes.Believes("0", _one));
    }

    [Test]
    public void One_key_that_is_written_often_makes_no_others_forgotten()
    {
        var writes = Written("a", _one);
        for (var number = 0; number < 100; number++)
        {
            Write(writes, "b", _one);
        }

        Assert.That((writes.Believes("a", _one), writes.Believes("a", _two), writes.Believes("b", _one)), Is.EqualTo((true, false, true)));
    }

    [Test]
    public void A_digest_tells_values_and_expirations_apart()
    {
        var absolute = DateTimeOffset.UnixEpoch;
        UInt128[] digests =
        [
            RecentWrites.Digest(null),
            RecentWrites.Digest(new StoredEntry(null, null, "a")),
            RecentWrites.Digest(new StoredEntry(null, null, "b")),
            RecentWrites.Digest(new StoredEntry(absolute, null, "a")),
            RecentWrites.Digest(new StoredEntry(null, TimeSpan.FromTicks(absolute.Ticks), "a")),
        ];

        Assert.That(digests, Is.Unique);
    }

    private RecentWrites Written(string key, UInt128 shown)
    {
        var writes = new RecentWrites(_time);
        Write(writes, key, shown);
        return writes;
    }

    private static void Write(RecentWrites writes, string key, UInt128 shown)
    {
        writes.Begin(key);
        writes.End(key, shown);
    }
}
