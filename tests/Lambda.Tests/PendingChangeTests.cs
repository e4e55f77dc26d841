using Amazon.Route53;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>Waiting until all of Route 53's servers answer with the new record.</summary>
internal sealed class PendingChangeTests
{
    private World _world = null!;

    [SetUp]
    public void SetUp() => _world = new World().WithRecord(World.OtherEndpoint);

    [TearDown]
    public void TearDown() => _world.Dispose();

    [Test]
    public async Task A_pending_change_is_followed_until_it_is_in_sync()
    {
        _world.Route53.StatusOfAcceptance = ChangeStatus.PENDING;
        _world.Route53.Statuses.Clear();
        _world.Route53.Statuses.Enqueue(() => ChangeStatus.PENDING);
        _world.Route53.Statuses.Enqueue(() => ChangeStatus.INSYNC);
        await _world.PromoteAsync();
        Assert.That(_world.Route53.StatusQueries, Is.EqualTo(2));
        Assert.That(_world.Log.Lines.Select(line => line.Text), Has.Some.Contains("is INSYNC").And.Some.Contains("C1"));
    }

    [Test]
    public async Task A_change_that_stays_pending_is_a_warning_within_the_invocations_time()
    {
        _world.Route53.StatusOfAcceptance = ChangeStatus.PENDING;
        _world.Route53.Statuses.Clear();
        _world.Route53.Statuses.Enqueue(() => ChangeStatus.PENDING);
        var started = _world.Time.GetUtcNow();
        await _world.PromoteAsync();
        Assert.That(_world.Time.GetUtcNow() - started, Is.LessThanOrEqualTo(_world.Remaining - TimeBudget.Margin));
        Assert.That(_world.Log.Warnings.Single(), Does.Contain("was not INSYNC"));
    }

    [Test]
    public async Task A_change_whose_state_cannot_be_learned_is_a_warning()
    {
        _world.Route53.StatusOfAcceptance = ChangeStatus.PENDING;
        _world.Route53.Statuses.Clear();
        _world.Route53.Statuses.Enqueue(() => throw new AmazonRoute53Exception("down"));
        await _world.PromoteAsync();
        Assert.That(_world.Log.Warnings.Single(), Does.Contain("could not be learned").And.Contain("down"));
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
    }
}
