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
    private readonly Dictionary<string, SimulatedProcesses> _processes = [];

    public Simulation(
        int seed, Conditions conditions, int regions = 2, Func<Situation, Decision>? decide = null, Merge? merge = null)
    {
        // What waits for the clock goes on where the clock moves, in the order of its timers, and nowhere else.
        SynchronizationContext.SetSynchronizationContext(null);
        (_random, _conditions, _decide) = (new Random(seed), conditions, decide);
        Groups = [.. Enumerable.Range(0, regions).Select(number => $"group-{(char)('a' + number)}")];
        Datastore.Promote(Time.GetUtcNow(), Groups[0]);
        Zone.Records.Add(FakeRoute53.Record(World.Writer + ".", RRType.CNAME, Datastore.EndpointOf(Groups[0])));
        DataPlane = new(Time.GetUtcNow, conditions);
        DataPlane.Lead(Target!);
        foreach (var group in Groups)
        {
            _clouds[group] = new(Datastore, group, Time, _random, conditions);
            _clocks[group] = new(Time, conditions.ClockSkew * (_random.NextDouble() - 0.5));
            Parameters[group] = new(conditions);
            _processes[group] = new(SettingsOf(group), Parameters[group], _clocks[group], merge, _random, conditions.Cold);
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
    public IEnumerable<Order> Orders => Told.Select(told => told.Order);

    /// <summary>The same with the Region's group whose function it was, and when it had ended.</summary>
    public List<(string Group, Order Order, DateTimeOffset At)> Told { get; } = [];

    /// <summary>Every order that was given, whatever became of it.</summary>
    public List<Order> Given { get; } = [];

    /// <summary>What resolvers answer.</summary>
    public DataPlane DataPlane { get; }

    /// <summary>Each Region's parameter.</summary>
    public Dictionary<string, SimulatedSystemsManager> Parameters { get; } = [];

    /// <summary>Whether Route 53's control plane answers nobody.</summary>
    public bool Silent { get; set; }

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

    /// <summary>
    /// Gives an order as the operator's tool does: a pin to its Region, and while Route 53 is silent every Region is told of any order.
    /// </summary>
    /// <param name="pinned">The group to pin; null to take the pin away.</param>
    public void Give(string? pinned)
    {
        foreach (var group in Groups.Where(group => Silent || pinned is null || group == pinned))
        {
            var key = pinned is null ? MessageKeys.Unpin : group == pinned ? MessageKeys.Pin : MessageKeys.PinElsewhere;
            Publish(group, key, TimeSpan.FromSeconds(_random.NextDouble()), pinned);
        }
    }

    /// <summary>Publishes a message to a Region's topic, which loses, delays and doubles it as the conditions have it.</summary>
    /// <param name="group">The Region's group.</param>
    /// <param name="key">The message's key.</param>
    /// <param name="usualDelay">How long it takes as a rule.</param>
    /// <param name="about">The group in the message; null for the Region's own.</param>
    public void Publish(string group, string key, TimeSpan usualDelay, string? about = null)
    {
        var published = _clocks[group].GetUtcNow();
        if (OrderOf(group, key, about ?? group, published) is { } order)
        {
            Given.Add(order);
        }
        if (_random.NextDouble() >= _conditions.Lost)
        {
            var late = _random.NextDouble() < _conditions.Late;
            _ = DeliverAsync(group, key, about ?? group, published, late ? _conditions.LatestDelivery * _random.NextDouble() : usualDelay);
        }
        if (_random.NextDouble() < _conditions.Doubled)
        {
            _ = DeliverAsync(group, key, about ?? group, published, _conditions.LatestDelivery * _random.NextDouble());
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
        var orders = Given.Select(order => (order.Published, Text: $"published: {order.Kind} {order.Group}"));
        var values = DataPlane.Values.Select(value => (value.At, Text: $"{value.Group} overrides"));
        return string.Join('\n', promotions.Concat(batches).Concat(orders).Concat(values)
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
            _ = InvokeAsync(group, MessageKeys.Reconcile, group, null);
            await Task.Delay(_tick, Time);
        }
    }

    // Lambda tries an event again after one minute and after two, unless it has grown too old.
    private async Task DeliverAsync(string group, string key, string about, DateTimeOffset published, TimeSpan delay)
    {
        await Task.Delay(delay, Time);
        var handed = Time.GetUtcNow();
        for (var attempt = 1; attempt <= 3 && Time.GetUtcNow() - handed <= _oldestEvent; attempt++)
        {
            if (await InvokeAsync(group, key, about, published))
            {
                return;
            }
            await Task.Delay(_tick * attempt, Time);
        }
    }

    private async Task<bool> InvokeAsync(string group, string key, string about, DateTimeOffset? published)
    {
        var settings = SettingsOf(group);
        var network = new SimulatedNetwork(Time, _random, _conditions);
        var process = _processes[group].Take(network);
        using var route53 = new SimulatedRoute53(
            Zone, network, _conditions.HistoryIsNotCompared, () => Silent, batch => Record(group, key, batch));
        using var elastiCache = _clouds[group].Client(network);
        var groups = new ReplicationGroups(elastiCache);
        var clock = _clocks[group];
        var zone = new WriterZone(route53, settings, clock);
        var check = new NotificationCheck(groups, clock);
        var reader = new RegionStateReader(settings, groups, zone, check, clock);
        var reconciler = new Reconciler(settings, reader, zone, check, clock, process.Overrides, _decide, _random);
        var message = new SNSEvent.SNSMessage { Message = World.Message(key, about), Timestamp = published?.UtcDateTime ?? default };
        var handled = new FailoverHandler(settings, reconciler, DataPlane.LogOf(group), clock).HandleAsync(
            new SNSEvent { Records = [new SNSEvent.SNSRecord { Sns = message }] },
            new TestLambdaContext { Logger = new SilentLogger(), RemainingTime = _timeout });
        try
        {
            await handled.WaitAsync(_timeout, Time);
            if (published is { } at && OrderOf(group, key, about, at) is { } order
                && Time.GetUtcNow() - at < Decision.OldestOrder - _timeout)
            {
                Told.Add((group, order, Time.GetUtcNow()));
            }
            return true;
        }
        catch (Exception)
        {
            // Lambda does not ask what went wrong either.
            return false;
        }
        finally
        {
            // Lambda ends a process that has run out of time.
            if (handled.IsCompleted && !network.Dead)
            {
                _processes[group].Return(process);
            }
        }
    }

    private FailoverSettings SettingsOf(string group) => World.Settings with
    {
        ReplicationGroupId = group,
        RoleHold = _conditions.RoleHold,
        RecordsParameter = _conditions.Overrides ? World.Parameter : null,
    };

    private static Order? OrderOf(string group, string key, string about, DateTimeOffset published) => key switch
    {
        MessageKeys.Pin => new(NoticeKind.Pin, group, WriterHistory.Precise(published)),
        MessageKeys.Unpin => new(NoticeKind.Unpin, group, WriterHistory.Precise(published)),
        MessageKeys.PinElsewhere => new(NoticeKind.Pin, about, WriterHistory.Precise(published)),
        _ => null,
    };

    private void Record(string group, string key, ChangeBatch batch)
    {
        DataPlane.Lead(Target!);
        Batches.Add(Accepted(group, key, batch));
    }

    private Accepted Accepted(string group, string key, ChangeBatch batch) => new(
        Time.GetUtcNow(), group, key, batch.Changes.Any(change => change.ResourceRecordSet.Type == RRType.CNAME), Target!,
        Find(World.Settings.PinName, RRType.TXT) is { } pin ? DnsText.Unquote(pin) : null,
        WriterHistory.Parse(DnsText.Strings(Find(World.Settings.HistoryName, RRType.TXT) ?? string.Empty)) ?? WriterHistory.Empty);

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
