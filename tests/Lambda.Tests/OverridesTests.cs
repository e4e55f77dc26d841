using Amazon.Route53;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>While Route 53 does not answer, and when it answers again.</summary>
internal sealed class OverridesTests : OverridingWorld
{
    [Test]
    public async Task The_moved_record_stays_one_of_the_group_and_the_overrides_stay_as_they_are()
    {
        var before = _world.Route53.Records.Where(record => record.HealthCheckId is not null).ToList();
        await _world.WithRole(FakeElastiCache.Primary).PromoteAsync();
        Assert.That(before, Has.Count.EqualTo(2));
        Assert.That(_world.Route53.Records.Where(record => record.HealthCheckId is not null), Is.EqualTo(before));
        var current = _world.Route53.Records.Single(record => record.SetIdentifier == WriterSets.Current);
        Assert.That((current.Weight, current.ResourceRecords.Single().Value), Is.EqualTo(((long?)0, World.Endpoint)));
    }

    [Test]
    public async Task A_store_that_has_the_simple_record_still_overrides_and_hands_over()
    {
        _world.Route53.Records.RemoveAll(record => record.Type == RRType.CNAME);
        await _world.WithRecord(World.OtherEndpoint).ReconcileAsync();
        _world.Silent = true;
        await _world.PinAsync();
        Assert.That(Overrides, Is.True);
        _world.Silent = false;
        await _world.ReconcileAsync();
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
    }

    [TestCase(MessageKeys.Promoted)]
    [TestCase(MessageKeys.Reconcile)]
    public async Task A_promotion_in_silence_overrides_at_once_and_as_long_as_the_silence_lasts(string key)
    {
        _world.Silent = true;
        _world.WithRole(FakeElastiCache.Primary);
        await _world.SendAsync(World.Message(key));
        Assert.That((Overrides, Answers, _world.Target), Is.EqualTo((true, 0, World.OtherEndpoint)));
        Assert.That(_world.Kept.Branch.Claim!.Group, Is.EqualTo(World.Group));
        Assert.That(_world.Log.Warnings.Last(), Does.Contain("OVERRIDING").And.Contain("two to three minutes"));
        _world.Restart();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var puts = _world.SystemsManager.Puts;
        await _world.ReconcileAsync();
        Assert.That((Overrides, _world.SystemsManager.Puts), Is.EqualTo((true, puts)));
    }

    [Test]
    public async Task When_it_answers_again_the_record_is_made_true_in_one_batch_and_then_the_override_ends()
    {
        _world.Silent = true;
        await _world.WithRole(FakeElastiCache.Primary).PromoteAsync();
        _world.Silent = false;
        _world.Time.Advance(TimeSpan.FromMinutes(20));
        await _world.ReconcileAsync();
        Assert.That((_world.Target, Overrides, _world.Route53.Batches.Count), Is.EqualTo((World.Endpoint, true, 1)));
        Assert.That((_world.History!.Claim!.Group, _world.History.Superseded.Single()), Is.EqualTo((World.Group, World.OtherGroup)));
        Assert.That(_world.Kept.Branch, Is.Not.EqualTo(Branch.None));
        await _world.ReconcileAsync();
        Assert.That((Overrides, _world.Kept.Branch, _world.Route53.Batches.Count), Is.EqualTo((false, Branch.None, 1)));
    }

    [Test]
    public async Task A_pin_in_silence_is_done_and_one_elsewhere_ends_it()
    {
        _world.Silent = true;
        await _world.PinAsync();
        Assert.That((Overrides, _world.Kept.Branch.Order!.Pinned), Is.EqualTo((true, World.Group)));
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.PinElsewhereAsync();
        Assert.That((Overrides, _world.Kept.Branch.Order!.Pinned), Is.EqualTo((false, World.OtherGroup)));
        _world.Silent = false;
        await _world.ReconcileAsync();
        Assert.That((_world.Pin, _world.Target), Is.EqualTo(($"\"{World.OtherGroup}\"", World.OtherEndpoint)));
    }

    [Test]
    public async Task An_unpin_in_silence_ends_what_the_pin_began()
    {
        _world.Silent = true;
        await _world.PinAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.UnpinAsync();
        Assert.That((Overrides, _world.Kept.Branch.Order!.Kind), Is.EqualTo((false, NoticeKind.Unpin)));
    }

    [Test]
    public async Task Who_is_pinned_away_does_not_override_although_it_is_the_primary()
    {
        _world.Silent = true;
        await _world.PinElsewhereAsync("third");
        await _world.WithRole(FakeElastiCache.Primary).PromoteAsync();
        Assert.That(Overrides, Is.False);
    }

    [Test]
    public async Task A_record_that_names_this_group_already_is_not_overridden()
    {
        _world.Route53.Records.RemoveAll(record => record.Type == RRType.CNAME);
        await _world.WithGroup(World.Endpoint).WithRole(FakeElastiCache.Primary).ReconcileAsync();
        _world.Silent = true;
        await _world.ReconcileAsync();
        Assert.That(Overrides, Is.False);
        Assert.That(_world.Log.Warnings.Last(), Does.Contain("nothing to change"));
    }

    [Test]
    public async Task A_change_without_an_answer_is_overridden_until_a_look_shows_what_became_of_it()
    {
        _world.WithRole(FakeElastiCache.Primary).Route53.OnChange = () => throw new IOException("The response ended prematurely.");
        await _world.PromoteAsync();
        Assert.That((Overrides, Answers), Is.EqualTo((true, 0)));
        _world.Route53.OnChange = () => { };
        await _world.ReconcileAsync();
        Assert.That((_world.Target, Overrides), Is.EqualTo((World.Endpoint, true)));
    }

    [Test]
    public async Task A_role_is_waited_for_without_asking_Route_53_again()
    {
        _world.Silent = true;
        var (lists, descriptions) = (_world.Route53.Lists, _world.ElastiCache.Descriptions);
        _world.ElastiCache.Role = number => number < descriptions + 4 ? FakeElastiCache.Secondary : FakeElastiCache.Primary;
        await _world.PromoteAsync();
        Assert.That((Overrides, _world.Route53.Lists - lists), Is.EqualTo((true, 1)));
    }

    [Test]
    public async Task What_hangs_is_silent_within_seconds()
    {
        var started = _world.Time.GetUtcNow();
        _world.Route53.Hangs = true;
        await _world.PinAsync();
        Assert.That((Overrides, _world.Time.GetUtcNow() - started), Is.EqualTo((true, WriterZone.Patience)));
        Assert.That(WriterZone.RequestTimeout * 2, Is.LessThan(WriterZone.Patience), "one request that hangs leaves time for another");
    }

    [Test]
    public async Task A_foreign_record_is_no_reason_to_override()
    {
        _world.Route53.Records.RemoveAll(record => record.Type == RRType.CNAME);
        _world.Route53.Records.Add(FakeRoute53.Record(World.Writer + ".", RRType.A, "10.0.0.1"));
        await _world.ReconcileAsync();
        _world.Silent = true;
        Assert.That(_world.PinAsync, Throws.TypeOf<FailoverException>().With.Message.Contains("type A (10.0.0.1)"));
        Assert.That(Overrides, Is.False);
    }

    [Test]
    public void Where_the_function_does_not_override_silence_is_a_failure_as_ever()
    {
        using var world = new World().WithRecord(World.OtherEndpoint);
        world.Silent = true;
        Assert.That(world.ReconcileAsync, Throws.TypeOf<HttpRequestException>());
        Assert.That(world.SystemsManager.Gets, Is.Zero);
        Assert.That(world.MetricLines, Is.All.Not.ContainKey(FunctionMetrics.ControlPlaneAnswers));
    }
}
