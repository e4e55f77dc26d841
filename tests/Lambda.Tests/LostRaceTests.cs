using Amazon.Route53;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>What the function does when another Region was quicker, or Route 53 refuses its batch.</summary>
internal sealed class LostRaceTests
{
    private World _world = null!;

    [SetUp]
    public void SetUp() => _world = new World().WithRecord(World.OtherEndpoint);

    [TearDown]
    public void TearDown() => _world.Dispose();

    [Test]
    public async Task A_lost_race_is_looked_at_again_and_won()
    {
        var races = 0;
        _world.Route53.OnChange = () =>
        {
            if (races++ == 0)
            {
                _world.Route53.Records[0] = FakeRoute53.Record(World.Writer + ".", RRType.CNAME, "third.example.com", ttl: 33);
            }
        };
        await _world.PromoteAsync();
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
        Assert.That(_world.Route53.Records[0].TTL, Is.EqualTo(33));
        Assert.That(_world.ElastiCache.Descriptions, Is.EqualTo(2));
        Assert.That(_world.Log.Warnings, Is.Empty);
    }

    [Test]
    public async Task A_refusal_that_asks_for_the_other_form_of_the_batch_gets_it_and_is_no_lost_race()
    {
        var forms = Refused("Tried to create resource record set [name='demo.valkey-dr.live.', type='CNAME'] but it already exists");
        await _world.PromoteAsync();
        Assert.That(forms, Is.EqualTo(new[] { "DELETE, CREATE, CREATE", "DELETE, UPSERT, CREATE" }));
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
        Assert.That(_world.Log.Warnings, Is.Empty);
        Assert.That(_world.Route53.Lists, Is.EqualTo(1), "what was read still holds");
        Assert.That(_world.Log.Lines,
            Has.None.Matches<(string Level, string Text)>(line => line.Text.Contains("Lost a race", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Another_refusal_is_answered_with_the_form_that_AWS_documents()
    {
        var forms = Refused("the request is invalid");
        await _world.PromoteAsync();
        Assert.That(forms, Is.EqualTo(new[] { "DELETE, CREATE, CREATE", "DELETE, CREATE, CREATE" }));
    }

    [Test]
    public async Task A_race_lost_to_a_pin_ends_in_leaving_the_record()
    {
        _world.Route53.OnChange = () =>
        {
            _world.Route53.OnChange = () => { };
            _world.Route53.Records[0] = FakeRoute53.Record(World.Writer + ".", RRType.CNAME, "third.example.com");
            _world.WithPin(World.OtherGroup);
        };
        await _world.PromoteAsync();
        Assert.That(_world.Target, Is.EqualTo("third.example.com"));
        Assert.That(_world.History!.Claim!.Group, Is.EqualTo(World.Group), "once the pin is lifted, the name is this group's");
        Assert.That(_world.MetricLines.Single(), Does.Not.ContainKey("RecordMatches"));
    }

    [Test]
    public void Races_lost_for_ever_are_an_error_after_a_few_rounds()
    {
        var races = 0;
        _world.Route53.OnChange = () =>
            _world.Route53.Records[0] = FakeRoute53.Record(World.Writer + ".", RRType.CNAME, $"target-{races++}.example.com");
        Assert.That(
            _world.PromoteAsync,
            Throws.TypeOf<FailoverException>().With.Message.Contains(World.Writer)
                .And.InnerException.TypeOf<Amazon.Route53.Model.InvalidChangeBatchException>());
        Assert.That(races, Is.EqualTo(Reconciler.MostRounds));
        Assert.That(_world.MetricLines.Single()["RecordMatches"].GetDouble(), Is.Zero);
    }

    private List<string> Refused(string reason)
    {
        var forms = new List<string>();
        _world.Route53.OnBatch = batch =>
        {
            forms.Add(string.Join(", ", batch.Changes.Select(change => change.Action.Value)));
            if (forms.Count == 1)
            {
                throw new Amazon.Route53.Model.InvalidChangeBatchException(reason);
            }
        };
        return forms;
    }
}
