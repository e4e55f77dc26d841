using Amazon.Route53;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>What a Region keeps of the records for the time when Route 53 does not answer, and what it does without.</summary>
internal sealed class KeptRecordsTests : OverridingWorld
{
    [Test]
    public async Task At_rest_the_records_are_kept_once_and_nothing_is_said()
    {
        await _world.ReconcileAsync();
        Assert.That((_world.SystemsManager.Puts, _world.Route53.Lists, Overrides, Answers), Is.EqualTo((1, 2, false, 1)));
        Assert.That(_world.Kept.Records!.Target, Is.EqualTo(World.OtherEndpoint));
        Assert.That(_world.Kept.Branch, Is.EqualTo(Branch.None));
    }

    [Test]
    public void What_cannot_be_kept_is_not_overridden()
    {
        _world.Silent = true;
        _world.SystemsManager.OnPut = () => throw new TimeoutException("no answer");
        Assert.That(_world.PinAsync,
            Throws.TypeOf<FailoverException>().With.Message.Contains(World.Parameter).And.Message.Contains("no answer"));
        Assert.That(Overrides, Is.False);
    }

    [Test]
    public async Task What_another_process_writes_at_the_same_time_is_not_lost()
    {
        _world.Silent = true;
        var other = new Kept(_world.Kept.Records, Branch.None with
        {
            Claim = new(World.Group, ClaimBasis.Role, WriterHistory.Precise(_world.Time.GetUtcNow())),
        });
        _world.SystemsManager.OnPut = () =>
        {
            _world.SystemsManager.OnPut = () => { };
            _world.SystemsManager.Value = other.Text();
        };
        await _world.PinAsync();
        Assert.That((_world.Kept.Branch.Order!.Pinned, _world.Kept.Branch.Claim), Is.EqualTo((World.Group, other.Branch.Claim)));
    }

    [Test]
    public async Task Without_a_copy_of_the_records_only_orders_are_carried_out()
    {
        (_world.SystemsManager.Value, _world.Silent) = ("{}", true);
        _world.Restart();
        _world.WithRole(FakeElastiCache.Primary);
        foreach (var key in new[] { MessageKeys.Promoted, MessageKeys.Reconcile })
        {
            Assert.That(() => _world.SendAsync(World.Message(key)),
                Throws.TypeOf<FailoverException>().With.Message.Contains("only a pin").And.Message.Contains(World.Parameter));
        }
        await _world.PinAsync();
        Assert.That(Overrides, Is.True);
        await _world.ReconcileAsync();
        Assert.That(Overrides, Is.True);
    }

    [Test]
    public void What_cannot_be_kept_at_rest_fails_the_minutes_look_and_nothing_else()
    {
        _world.SystemsManager.OnGet = () => throw new TimeoutException("no answer");
        Assert.That(_world.ReconcileAsync, Throws.TypeOf<FailoverException>().With.Message.Contains(World.Parameter));
        Assert.That(_world.WithRole(FakeElastiCache.Primary).PromoteAsync, Throws.Nothing);
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
    }

    [Test]
    public async Task The_parameter_is_asked_for_behind_the_change_of_the_record()
    {
        var gets = _world.SystemsManager.Gets;
        _world.Route53.OnBatch = _ => gets = _world.SystemsManager.Gets - gets;
        await _world.WithRole(FakeElastiCache.Primary).PromoteAsync();
        Assert.That((_world.Target, gets), Is.EqualTo((World.Endpoint, 0)));
    }

    [Test]
    public async Task A_cold_start_that_knows_nothing_hands_over_likewise()
    {
        _world.Silent = true;
        await _world.PinAsync();
        _world.Silent = false;
        _world.Restart();
        await _world.ReconcileAsync();
        Assert.That((_world.Target, _world.Pin, Overrides), Is.EqualTo((World.Endpoint, $"\"{World.Group}\"", true)));
        await _world.ReconcileAsync();
        Assert.That((Overrides, _world.Kept.Branch), Is.EqualTo((false, Branch.None)));
    }
}
