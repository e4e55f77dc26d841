using Amazon.ElastiCache;
using Amazon.Lambda.SNSEvents;
using Amazon.Route53;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests;

/// <summary>From SNS events to notices, and what the outside sees of their handling.</summary>
internal sealed class FailoverHandlerTests
{
    private World _world = null!;

    [SetUp]
    public void SetUp() => _world = new World();

    [TearDown]
    public void TearDown() => _world.Dispose();

    [TestCase("""{"ElastiCache:ReplicationGroupPromotedAsPrimary":"session-store-primary"}""")]
    [TestCase("""{"ElastiCache:FailoverComplete":"session-store-secondary","Cache Cluster ID":"session-store-secondary-001"}""")]
    [TestCase("""{"ElastiCache:ReplicationGroupPromotedAsPrimary":"session-store-secondary-001"}""")]
    [TestCase("no JSON")]
    [TestCase("")]
    [TestCase(null)]
    public async Task What_is_no_notice_about_this_group_is_logged_and_nothing_is_asked(string? message)
    {
        await _world.SendAsync(message);
        Assert.That(_world.Log.Lines.Single().Text, Does.StartWith("Ignored a message"));
        Assert.That((_world.ElastiCache.Descriptions, _world.Route53.Lists, _world.MetricLines.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task A_long_foreign_message_is_shortened_in_the_log()
    {
        await _world.SendAsync(new string('x', 5000));
        Assert.That(_world.Log.Lines.Single().Text, Has.Length.LessThan(700).And.EndsWith("…"));
    }

    [Test]
    public async Task Events_without_records_or_with_empty_ones_are_no_error()
    {
        await _world.SendAsync((SNSEvent?)null);
        await _world.SendAsync(new SNSEvent());
        await _world.SendAsync(new SNSEvent { Records = [new SNSEvent.SNSRecord(), null!] });
        Assert.That(_world.ElastiCache.Descriptions, Is.Zero);
    }

    [Test]
    public async Task A_notice_between_foreign_ones_is_found()
    {
        _world.WithRecord(World.OtherEndpoint);
        await _world.SendAsync("{}", World.Message(MessageKeys.Promoted), "no JSON");
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
    }

    [Test]
    public async Task Several_notices_in_one_message_are_handled_in_their_order()
    {
        _world.WithRecord(World.OtherEndpoint).WithRole(FakeElastiCache.Secondary);
        await _world.SendAsync($$"""{"{{MessageKeys.Pin}}":"{{World.Group}}","{{MessageKeys.Unpin}}":"{{World.Group}}"}""");
        Assert.That((_world.Target, _world.Pin), Is.EqualTo((World.Endpoint, (string?)null)));
        Assert.That(_world.MetricLines, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_record_that_fails_does_not_keep_the_next_from_being_handled()
    {
        _world.WithRecord(World.OtherEndpoint);
        _world.Route53.OnList = call =>
        {
            if (call == 1)
            {
                throw new AmazonRoute53Exception("Route 53 is down");
            }
        };
        Assert.That(
            () => _world.SendAsync(World.Message(MessageKeys.Reconcile), World.Message(MessageKeys.Reconcile)),
            Throws.TypeOf<AmazonRoute53Exception>());
        Assert.That(_world.Target, Is.EqualTo(World.Endpoint));
        Assert.That(_world.MetricLines, Has.Count.EqualTo(2));
    }

    [Test]
    public void Several_failures_come_together()
    {
        _world.Route53.OnList = _ => throw new AmazonRoute53Exception("Route 53 is down");
        var error = Assert.ThrowsAsync<AggregateException>(
            () => _world.SendAsync(World.Message(MessageKeys.Reconcile), World.Message(MessageKeys.Promoted)))!;
        Assert.That(error.InnerExceptions, Has.Count.EqualTo(2).And.All.TypeOf<AmazonRoute53Exception>());
        Assert.That(error.Message, Does.StartWith($"2 notices about {World.Group}"));
    }

    [Test]
    public void ElastiCache_down_is_an_error_and_nothing_is_written()
    {
        _world.WithRecord(World.OtherEndpoint);
        _world.ElastiCache.Role = _ => throw new AmazonElastiCacheException("ElastiCache is down");
        Assert.That(_world.PromoteAsync, Throws.TypeOf<AmazonElastiCacheException>());
        Assert.That(_world.Route53.Batches, Is.Empty);
    }

    [Test]
    public async Task The_time_of_a_move_counts_from_the_publication()
    {
        _world.WithRecord(World.OtherEndpoint);
        var published = _world.Time.GetUtcNow().UtcDateTime;
        _world.Time.Advance(TimeSpan.FromSeconds(12.5));
        await _world.SendAsync(Event(published));
        Assert.That(_world.MetricLines.Single()["RecordMoveSeconds"].GetDouble(), Is.EqualTo(12.5));
    }

    [Test]
    public async Task A_publication_in_the_future_takes_no_time_and_one_without_time_is_not_measured()
    {
        _world.WithRecord(World.OtherEndpoint);
        await _world.SendAsync(Event(_world.Time.GetUtcNow().UtcDateTime.AddSeconds(3)));
        _world.Route53.Records.Clear();
        await _world.SendAsync(Event(default));
        Assert.That(_world.MetricLines[0]["RecordMoveSeconds"].GetDouble(), Is.Zero);
        Assert.That(_world.MetricLines[1]["RecordMoved"].GetDouble(), Is.EqualTo(1));
        Assert.That(_world.MetricLines[1], Does.Not.ContainKey("RecordMoveSeconds"));
    }

    [Test]
    public void An_invocation_that_runs_out_of_time_says_so_before_Lambda_ends_it()
    {
        _world.WithRecord(World.OtherEndpoint);
        _world.Remaining = TimeSpan.FromSeconds(1);
        Assert.That(_world.PromoteAsync, Throws.TypeOf<FailoverException>().With.Message.Contains("expected to end 2 s before"));
        Assert.That(_world.MetricLines, Has.Count.EqualTo(1));
    }

    private static SNSEvent Event(DateTime published) => new()
    {
        Records = [new SNSEvent.SNSRecord
        {
            Sns = new SNSEvent.SNSMessage { Message = World.Message(MessageKeys.Promoted), Timestamp = published },
        }],
    };
}
