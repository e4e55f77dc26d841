using SessionStore.Client.Expiring;
using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Expiring;

internal sealed class RemovalsTests
{
    private const string Here = "us-east-1", There = "eu-west-1";
    private readonly ManualTime _time = new();
    private Removals _removals = null!;

    [SetUp]
    public void Start() => _removals = new(_time);

    [TestCase(-600, false, TestName = "it lives")]
    [TestCase(299, false, TestName = "it has just ended")]
    [TestCase(300, false, TestName = "five minutes are not over")]
    [TestCase(301, true, TestName = "five minutes are over")]
    public void An_entry_stays_five_minutes_after_its_end(int seconds, bool may)
    {
        _removals.Look(Here, [Heard(Here, 0)]);

        Assert.That(_removals.MayRemove(Here, Ended(seconds)), Is.EqualTo(may));
    }

    [Test]
    public void Nothing_is_removed_that_nobody_has_looked_for_lately_or_in_another_Region()
    {
        Assert.That(_removals.MayRemove(Here, Ended(3600)), Is.False, "nobody has looked");
        _removals.Look(There, []);
        Assert.That(_removals.MayRemove(Here, Ended(3600)), Is.False, "at another Region's store");
        Assert.That(_removals.MayRemove(null, Ended(3600)), Is.False, "there is no connection");
        _removals.Look(Here, []);
        Assert.That(_removals.MayRemove(Here, Ended(3600)), Is.True);
        _time.Pass(TimeSpan.FromMinutes(1));
        Assert.That(_removals.MayRemove(Here, Ended(3600)), Is.False, "too long ago");
    }

    [TestCase(59, false)]
    [TestCase(61, true)]
    [TestCase(-61, true, TestName = "its clock is ahead")]
    [TestCase((24 * 3600) - 1, true)]
    [TestCase(24 * 3600, false, TestName = "a day later it counts as removed")]
    public void While_another_Region_is_silent_nothing_is_removed(int age, bool silent)
    {
        Assert.That(_removals.Look(Here, [Heard(Here, 7200), Heard(There, age)]), Is.EqualTo(silent ? There : null));
        Assert.That(_removals.MayRemove(Here, Ended(3600)), Is.EqualTo(!silent));
    }

    [Test]
    public void What_is_not_a_time_is_nobodys_word() =>
        Assert.That(_removals.Look(Here, [new(There, "yesterday")]), Is.Null);

    private HashEntry Heard(string region, int secondsAgo) => new(region, (_time.GetUtcNow() - TimeSpan.FromSeconds(secondsAgo)).UtcTicks);

    private Ending Ended(int secondsAgo) => new(-1, 1, (_time.GetUtcNow() - TimeSpan.FromSeconds(secondsAgo)).UtcTicks);
}
