using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>The look that a cold start takes before it has its notice.</summary>
public sealed class LookoutTests
{
    private World _world = null!;

    [SetUp]
    public void SetUp() => _world = new World().WithRecord(World.OtherEndpoint);

    [TearDown]
    public void TearDown() => _world.Dispose();

    [Test]
    public async Task A_fresh_look_ahead_is_the_first_look_and_only_the_first()
    {
        var lookout = _world.Lookout();
        lookout.LookAhead();
        var first = await lookout.LookAsync(CancellationToken.None);
        Assert.That((first.Group.Role, _world.ElastiCache.Descriptions, _world.Route53.Lists), Is.EqualTo((MemberRole.Primary, 1, 1)));
        await lookout.LookAsync(CancellationToken.None);
        Assert.That((_world.ElastiCache.Descriptions, _world.Route53.Lists), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_look_ahead_that_has_grown_old_counts_no_more()
    {
        var lookout = _world.Lookout();
        lookout.LookAhead();
        _world.Time.Advance(Lookout.MostAheadAge);
        _world.WithRole(FakeElastiCache.Secondary);
        Assert.That((await lookout.LookAsync(CancellationToken.None)).Group.Role, Is.EqualTo(MemberRole.Secondary));
    }

    [Test]
    public async Task A_look_ahead_that_failed_is_looked_over_again()
    {
        _world.ElastiCache.Role = description => description == 1 ? throw new TimeoutException() : FakeElastiCache.Primary;
        var lookout = _world.Lookout();
        lookout.LookAhead();
        Assert.That((await lookout.LookAsync(CancellationToken.None)).Group.Role, Is.EqualTo(MemberRole.Primary));
        Assert.That(_world.ElastiCache.Descriptions, Is.EqualTo(2));
    }
}
