using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Copying;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Copying;

/// <summary>Each key once, never twice at a time, and no more than there is room for.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DirtyKeysTests
{
    private readonly ManualTime _time = new();

    [Test]
    public void A_key_that_changes_often_is_copied_once()
    {
        var dirty = new DirtyKeys(10, _time);
        for (var number = 0; number < 100; number++)
        {
            Assert.That(dirty.Changed("a"), Is.True);
        }
        Assert.That(dirty.Take(10), Is.EqualTo(new RedisKey[] { "a" }));
        Assert.That(dirty.Take(10), Is.Empty);
    }

    [Test]
    public void A_change_while_it_is_copied_has_it_copied_again_and_not_before()
    {
        var dirty = new DirtyKeys(10, _time);
        dirty.Changed("a");
        dirty.Take(1);
        _time.Pass(TimeSpan.FromSeconds(1));
        dirty.Changed("a");
        Assert.That(dirty.Take(1), Is.Empty);

        Assert.That(dirty.Done("a"), Is.EqualTo(TimeSpan.FromSeconds(1)));

        _time.Pass(TimeSpan.FromSeconds(2));
        Assert.That(dirty.Oldest, Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(dirty.Take(1), Is.EqualTo(new RedisKey[] { "a" }));
        Assert.That(dirty.Done("a"), Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(dirty.Count, Is.Zero);
    }

    [Test]
    public void What_fails_keeps_its_age()
    {
        var dirty = new DirtyKeys(10, _time);
        dirty.Changed("a");
        dirty.Take(1);
        _time.Pass(TimeSpan.FromSeconds(3));
        dirty.Again("a");
        Assert.That(dirty.Oldest, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That(dirty.Take(1), Has.Count.EqualTo(1));
    }

    [Test]
    public void There_is_a_limit_and_whoever_exceeds_it_is_told()
    {
        var dirty = new DirtyKeys(2, _time);
        Assert.That(dirty.Changed("a") && dirty.Changed("b"), Is.True);
        Assert.That(dirty.Changed("c"), Is.False);
        Assert.That(dirty.Changed("a"), Is.True);
    }

    [Test]
    public async Task A_scan_waits_for_room_and_leaves_most_of_it_to_changes()
    {
        var dirty = new DirtyKeys(100, _time);
        for (var number = 0; number < 10; number++)
        {
            await dirty.FoundAsync($"{number}", CancellationToken.None);
        }
        var next = dirty.FoundAsync("next", CancellationToken.None).AsTask();
        Assert.That(next.IsCompleted, Is.False);
        Assert.That(dirty.Changed("live"), Is.True);

        foreach (var key in dirty.Take(5))
        {
            dirty.Done(key);
        }
        await next.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(dirty.Scanning, Is.LessThanOrEqualTo(8));
    }

    [Test]
    public async Task What_changes_comes_first_but_the_scan_gets_its_share()
    {
        var dirty = new DirtyKeys(1000, _time);
        for (var number = 0; number < 20; number++)
        {
            await dirty.FoundAsync($"scanned {number}", CancellationToken.None);
            dirty.Changed($"live {number}");
        }
        var taken = dirty.Take(16).Select(key => ((string)key!).Split(' ')[0]).CountBy(kind => kind).ToDictionary();
        Assert.That(taken, Is.EquivalentTo(new Dictionary<string, int> { ["live"] = 12, ["scanned"] = 4 }));
    }

    [Test]
    public async Task A_key_that_a_scan_has_found_and_that_changes_is_copied_once_and_ends_the_scan()
    {
        var dirty = new DirtyKeys(100, _time);
        await dirty.FoundAsync("a", CancellationToken.None);
        dirty.Changed("a");
        Assert.That(dirty.Take(10), Has.Count.EqualTo(1));
        Assert.That(dirty.Done("a"), Is.Not.Null);
        Assert.That((dirty.Scanning, dirty.Count, dirty.Take(10).Count), Is.EqualTo((0, 0, 0)));
    }
}
