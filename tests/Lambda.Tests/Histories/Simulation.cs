using Amazon.Lambda.SNSEvents;
using Amazon.Lambda.TestUtilities;
using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>
/// Some Regions' functions, real ones, on one clock and in one thread: their minute rules, notices and orders, and a zone and a datastore
/// that behave as badly as the conditions say. All that is random comes from the seed, so that a history can be played again.
/// </summary>
internal sealed class Simulation : IDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromMinutes(1), _timeout = TimeSpan.FromSeconds(120),
        _oldestEvent = TimeSpan.FromMinutes(15);

    private readonly SynchronizationContext? _context = SynchronizationContext.Current;
    private readonly Random _random;
    private readonly Conditions _conditions;
    private readonly Func<Situation, Decision>? _decide;
    private readonly Dictionary<string, SimulatedElastiCache> _clouds = [];
    private readonly Dictionary<string, SkewedTime> _clocks = [];

    public Simulation(int seed, Conditions conditions, int regions = 2, Func<Situation, Decision>? decide = null)
    {
        // What waits for the clock goes on where the clock moves, in the order of its timers, and nowhere else.
        SynchronizationContext.SetSynchronizationContext(null);
        (_random, _conditions, _decide) = (new Random(seed), conditions, decide);
        Groups = [.. Enumerable.Range(0, regions).Select(number => $"group-{(char)('a' + number)}")];
        Datastore.Promote(Time.GetUtcNow(), Groups[0]);
        Zone.Records.Add(FakeRoute53.Record(World.Writer + ".", RRType.CNAME, Datastore.EndpointOf(Groups[0])));
        foreach (var group in Groups)
        {
            _clouds[group] = new(Datastore, group, Time, _random, conditions);
            _clocks[group] = new(Time, conditions.ClockSkew * (_random.NextDouble() - 0.5));
            _ = RunRuleAsync(group, _tick * _random.NextDouble());
        }
    }

    public FakeTime Time { get; } = new();

    public FakeRoute53 Zone { get; } = new();

    public Datastore Datastore { get; } = new();

    public IReadOnlyList<string> Groups { get; }

    /// <summary>Every batch that was accepted: when, and what the zone held then.</summary>
    public List<Accepted> Batches { get; } = [];

    /// <summary>The orders that reached a function in time and were carried out, or found to be out of date.</summary>
    public List<Order> Orders { get; } = [];

    /// <summary>The accepted batches that changed the writer record.</summary>
    public IEnumerable<Accepted> Moves => Batches.Where(batch => batch.Moved);

    public string? Target => Find(World.Writer, RRType.CNAME);

    public void Run(TimeSpan time) => Time.RunUntil(Time.GetUtcNow() + time);

    /// <summary>Promotes a group, and announces it as the conditions have it.</summary>
    public void Promote(string group, bool announced = true)
    {
        Datastore.Promote(Time.GetUtcNow(), group);
        if (announced)
        {
            Publish(group, MessageKeys.Promoted, TimeSpan.FromSeconds(2 * _random.NextDouble()));
        }
    }

    /// <summary>Publishes a message to a Region's topic, which loses, delays and doubles it as the conditions have it.</summary>
    public void Publish(string group, string key, TimeSpan usualDelay)
    {
        var published = _clocks[group].GetUtcNow();
        if (_random.NextDouble() >= _conditions.Lost)
        {
            var late = _random.NextDouble() < _conditions.Late;
            _ = DeliverAsync(group, key, published, late ? _conditions.LatestDelivery * _random.NextDouble() : usualDelay);
        }
        if (_random.NextDouble() < _conditions.Doubled)
        {
            _ = DeliverAsync(group, key, published, _conditions.LatestDelivery * _random.NextDouble());
        }
    }

    /// <summary>The history, for who plays a seed again.</summary>
    public override string ToString()
    {
        var promotions = Datastore.Promotions.Select(promotion => (
            promotion.From,
            Text: $"primary: {string.Join(", ", promotion.Primaries)}"));
        var batches = Batches.Select(batch => (
            batch.At,
            Text: $"{batch.Group} {batch.Key}: {batch.Target}, pinned {batch.Pinned ?? "nobody"}, "
                + string.Join(", ", batch.History.Strings())));
        var orders = Orders.Select(order => (order.Published, Text: $"published: {order.Kind} {order.Group}"));
        return string.Join('\n', promotions.Concat(batches).Concat(orders)
            .OrderBy(entry => entry.Item1).Select(entry => $"{entry.Item1:HH:mm:ss.fff} {entry.Text}"));
    }

    public void Dispose()
    {
        Zone.Dispose();
        SynchronizationContext.SetSynchronizationContext(_context);
    }

    private async Task RunRuleAsync(string group, TimeSpan phase)
    {
        await Task.Delay(phase, Time);
        while (true)
        {
            _ = InvokeAsync(group, MessageKeys.Reconcile, null);
            await Task.Delay(_tick, Time);
        }
    }

    // Lambda tries an event again after one minute and after two, unless it has grown too old.
    private async Task DeliverAsync(string group, string key, DateTimeOffset published, TimeSpan delay)
    {
        await Task.Delay(delay, Time);
        var handed = Time.GetUtcNow();
        for (var attempt = 1; attempt <= 3 && Time.GetUtcNow() - handed <= _oldestEvent; attempt++)
        {
            if (await InvokeAsync(group, key, published))
            {
                return;
            }
            await Task.Delay(_tick * attempt, Time);
        }
    }

    private async Task<bool> InvokeAsync(string group, string key, DateTimeOffset? published)
    {
        var settings = World.Settings with { ReplicationGroupId = group, RoleHold = _conditions.RoleHold };
        var network = new SimulatedNetwork(Time, _random, _conditions);
        using var route53 = new SimulatedRoute53(Zone, network, _conditions.HistoryIsNotCompared, batch => Record(group, key, batch));
        using var elastiCache = _clouds[group].Client(network);
        var groups = new ReplicationGroups(elastiCache);
        var zone = new WriterZone(route53, settings);
        var clock = _clocks[group];
        var check = new NotificationCheck(groups, clock);
        var reader = new RegionStateReader(settings, groups, zone, check, clock);
        var reconciler = new Reconciler(settings, reader, zone, check, clock, null, _decide, _random);
        var message = new SNSEvent.SNSMessage { Message = World.Message(key, group), Timestamp = published?.UtcDateTime ?? default };
        var handled = new FailoverHandler(settings, reconciler, Stream.Null, clock).HandleAsync(
            new SNSEvent { Records = [new SNSEvent.SNSRecord { Sns = message }] },
            new TestLambdaContext { Logger = new SilentLogger(), RemainingTime = _timeout });
        try
        {
            await handled.WaitAsync(_timeout, Time);
            NoteOrder(group, key, published);
            return true;
        }
        catch (Exception)
        {
            // Lambda does not ask what went wrong either.
            return false;
        }
    }

    private void NoteOrder(string group, string key, DateTimeOffset? published)
    {
        if (published is { } at && key is MessageKeys.Pin or MessageKeys.Unpin && Time.GetUtcNow() - at < Decision.OldestOrder - _timeout)
        {
            Orders.Add(new(key == MessageKeys.Pin ? NoticeKind.Pin : NoticeKind.Unpin, group, WriterHistory.Precise(at)));
        }
    }

    private void Record(string group, string key, ChangeBatch batch) => Batches.Add(new(
        Time.GetUtcNow(), group, key, batch.Changes.Any(change => change.ResourceRecordSet.Type == RRType.CNAME), Target!,
        Find(World.Settings.PinName, RRType.TXT) is { } pin ? DnsText.Unquote(pin) : null,
        WriterHistory.Parse(DnsText.Strings(Find(World.Settings.HistoryName, RRType.TXT) ?? string.Empty)) ?? WriterHistory.Empty));

    private string? Find(string name, RRType type) => Zone.Records
        .SingleOrDefault(record => record.Type == type && DnsText.SameName(record.Name, name))?.ResourceRecords[0].Value;
}

/// <summary>A batch that Route 53 accepted.</summary>
/// <param name="At">When.</param>
/// <param name="Group">Whose function sent it.</param>
/// <param name="Key">The key of the message that it carried out.</param>
/// <param name="Moved">Whether the writer record changed.</param>
/// <param name="Target">Where the writer record leads from then on.</param>
/// <param name="Pinned">Who is pinned from then on.</param>
/// <param name="History">What the history says from then on.</param>
internal sealed record Accepted(DateTimeOffset At, string Group, string Key, bool Moved, string Target, string? Pinned,
    WriterHistory History);
