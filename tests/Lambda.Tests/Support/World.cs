using System.Text.Json;
using Amazon.Lambda.SNSEvents;
using Amazon.Lambda.TestUtilities;
using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Contract;
using SessionStore.Failover;

namespace SessionStore.Lambda.Tests.Support;

/// <summary>One Region as the function sees it: its group, the zone, a clock, a log, and the function itself.</summary>
internal sealed class World : IDisposable
{
    public const string Group = "session-store-secondary";
    public const string OtherGroup = "session-store-primary";
    public const string Endpoint = "master.secondary.abc.use2.cache.amazonaws.com";
    public const string OtherEndpoint = "master.primary.abc.use1.cache.amazonaws.com";
    public const string Writer = "demo.valkey-dr.live";

    public static readonly FailoverSettings Settings = new(Group, "Z123", Writer, 10, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));

    /// <summary>Where the function keeps what it knows, if it does.</summary>
    public const string Parameter = "/session-store/writer-records";

    private Overrides? _overrides;

    public FakeTime Time { get; } = new();

    public FakeSystemsManager SystemsManager { get; } = new();

    /// <summary>Whether the function overrides while Route 53 does not answer.</summary>
    public bool OverridesAreOn { get; init; }

    /// <summary>Whether Route 53 is silent. A list or a change then fails as a request does to which nobody answers.</summary>
    public bool Silent
    {
        set
        {
            Route53.OnList = value ? _ => throw Silence() : _ => { };
            Route53.OnChange = value ? () => throw Silence() : () => { };
        }
    }

    private FailoverSettings Own => Settings with { RecordsParameter = OverridesAreOn ? Parameter : null };

    public FakeRoute53 Route53 { get; } = new();

    public FakeElastiCache ElastiCache { get; } = new();

    public RecordingLogger Log { get; } = new();

    public MemoryStream Metrics { get; } = new();

    /// <summary>What Lambda leaves the invocation.</summary>
    public TimeSpan Remaining { get; set; } = TimeSpan.FromSeconds(60);

    public string? Target => Find(Writer, RRType.CNAME)?.ResourceRecords[0].Value;

    public string? Pin => Find(Settings.PinName, RRType.TXT)?.ResourceRecords[0].Value;

    /// <summary>What the history says; null without one.</summary>
    public WriterHistory? History =>
        Find(Settings.HistoryName, RRType.TXT) is { } record ? WriterHistory.Parse(DnsText.Strings(record.ResourceRecords[0].Value)) : null;

    /// <summary>The values of the metric lines, one dictionary for each notice handled.</summary>
    public IReadOnlyList<Dictionary<string, JsonElement>> MetricLines =>
        [.. System.Text.Encoding.UTF8.GetString(Metrics.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line)!)];

    public World WithRecord(string target, long ttl = 10)
    {
        Route53.Records.Add(FakeRoute53.Record(Writer + ".", RRType.CNAME, target, ttl));
        return this;
    }

    public World WithPin(string group)
    {
        Route53.Records.Add(FakeRoute53.Record(Settings.PinName + ".", RRType.TXT, $"\"{group}\""));
        return this;
    }

    public World WithHistory(WriterHistory history)
    {
        Route53.Records.RemoveAll(record => record.Name == Settings.HistoryName + ".");
        Route53.Records.Add(FakeRoute53.Record(Settings.HistoryName + ".", RRType.TXT, DnsText.Quote(history.Strings())));
        return this;
    }

    public World WithRole(string? role)
    {
        ElastiCache.Role = _ => role;
        return this;
    }

    public static string Message(string key, string group = Group) => $$"""{"{{key}}":"{{group}}"}""";

    public Task PromoteAsync() => SendAsync(Message(MessageKeys.Promoted));

    public Task ReconcileAsync() => SendAsync(Message(MessageKeys.Reconcile));

    public Task PinAsync() => SendAsync(Message(MessageKeys.Pin));

    public Task UnpinAsync() => SendAsync(Message(MessageKeys.Unpin));

    /// <summary>Tells this Region that another group is pinned.</summary>
    public Task PinElsewhereAsync(string group = OtherGroup) => SendAsync(Message(MessageKeys.PinElsewhere, group));

    /// <summary>Publishes messages, in one event, and runs the function on them.</summary>
    public Task SendAsync(params string?[] messages) => SendAsync(Published(messages));

    /// <summary>What is published now, for a function that may get it later.</summary>
    public SNSEvent Event(string key) => Published(Message(key));

    public Task SendAsync(SNSEvent? snsEvent) => SendAsync(snsEvent, RegionStateReader());

    /// <summary>Runs the function on an event, with a reader that may have looked ahead.</summary>
    public Task SendAsync(SNSEvent? snsEvent, RegionStateReader reader)
    {
        var groups = new ReplicationGroups(ElastiCache);
        var zone = new WriterZone(Route53, Own, Time);
        _overrides ??= OverridesAreOn ? new Overrides(Own, () => new RecordsParameter(Parameter, SystemsManager, Time), Time) : null;
        var reconciler = new Reconciler(Own, reader, zone, new NotificationCheck(groups, Time), Time, _overrides);
        var handler = new FailoverHandler(Own, reconciler, Metrics, Time);
        return Time.RunAsync(() => handler.HandleAsync(snsEvent, new TestLambdaContext { Logger = Log, RemainingTime = Remaining }));
    }

    public RegionStateReader RegionStateReader()
    {
        var groups = new ReplicationGroups(ElastiCache);
        return new RegionStateReader(Own, groups, new WriterZone(Route53, Own, Time), new NotificationCheck(groups, Time), Time);
    }

    /// <summary>Another process: it knows nothing that the parameter does not tell.</summary>
    public void Restart() => _overrides = null;

    /// <summary>What the parameter holds.</summary>
    public Kept Kept => Failover.Kept.Parse(SystemsManager.Value)!;

    private static HttpRequestException Silence() => new("Connection refused");

    public void Dispose()
    {
        Route53.Dispose();
        ElastiCache.Dispose();
        SystemsManager.Dispose();
        Metrics.Dispose();
    }

    private SNSEvent Published(params string?[] messages) => new()
    {
        Records = [.. messages.Select(text => new SNSEvent.SNSRecord
        {
            Sns = new SNSEvent.SNSMessage { Message = text, Timestamp = Time.GetUtcNow().UtcDateTime },
        })],
    };

    private ResourceRecordSet? Find(string name, RRType type) =>
        Route53.Records.SingleOrDefault(record => record.Type == type && record.Name.TrimEnd('.') == name);
}
