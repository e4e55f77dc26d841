using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>The look that a cold start takes before it has its notice.</summary>
internal sealed class RegionStateReaderTests
{
    private World _world = null!;

    [SetUp]
    public void SetUp() => _world = new World().WithRecord(World.OtherEndpoint);

    [TearDown]
    public void TearDown() => _world.Dispose();

    [Test]
    public async Task A_fresh_look_ahead_is_the_first_look_and_only_the_first()
    {
        var reader = _world.RegionStateReader();
        reader.ReadAhead();
        var first = await reader.ReadAsync(CancellationToken.None);
        Assert.That((first.Group.Role, _world.ElastiCache.Descriptions, _world.Route53.Lists), Is.EqualTo((MemberRole.Primary, 1, 1)));
        await reader.ReadAsync(CancellationToken.None);
        Assert.That((_world.ElastiCache.Descriptions, _world.Route53.Lists), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task A_look_ahead_that_has_grown_old_counts_no_more()
    {
        var reader = _world.RegionStateReader();
        reader.ReadAhead();
        _world.Time.Advance(RegionStateReader.OldestReadAhead);
        _world.WithRole(FakeElastiCache.Secondary);
        Assert.That((await reader.ReadAsync(CancellationToken.None)).Group.Role, Is.EqualTo(MemberRole.Secondary));
    }

    [Test]
    public async Task A_look_ahead_that_failed_is_looked_over_again()
    {
        _world.ElastiCache.Role = description => description == 1 ? throw new TimeoutException() : FakeElastiCache.Primary;
        var reader = _world.RegionStateReader();
        reader.ReadAhead();
        Assert.That((await reader.ReadAsync(CancellationToken.None)).Group.Role, Is.EqualTo(MemberRole.Primary));
        Assert.That(_world.ElastiCache.Descriptions, Is.EqualTo(2));
    }
}
