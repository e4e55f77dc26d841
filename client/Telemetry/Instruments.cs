using System.Diagnostics;
using System.Diagnostics.Metrics;
using SessionStore.Client.Connecting;

namespace SessionStore.Client.Telemetry;

/// <summary>
/// Metrics and traces, where there is a name for it under those of OpenTelemetry's semantic conventions for databases (1.33:
/// db.client.operation.duration is stable, the connection metrics are in development). <c>db.system.name</c> is "redis": the conventions
/// have no entry of their own for a store that speaks its protocol.
/// </summary>
internal sealed class Instruments : IDisposable
{
    /// <summary>The name of meter and activity source.</summary>
    public const string Name = "SessionStore.Client";

    private const string System = "redis";
    private readonly Meter _meter;
    private readonly ActivitySource _source = new(Name);
    private readonly Histogram<double> _operation, _createTime;
    private readonly UpDownCounter<long> _pending;
    private readonly Counter<long> _repeated, _failed, _changed, _reads, _missedRenewals, _swept, _removed;

    /// <summary>Makes them.</summary>
    public Instruments(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(new MeterOptions(Name)) ?? new Meter(Name);
        // The buckets that the convention asks for.
        _operation = _meter.CreateHistogram("db.client.operation.duration", "s", "Duration of database client operations.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] });
        _createTime = _meter.CreateHistogram<double>("db.client.connection.create_time", "s",
            "The time it took to create a new connection.");
        _pending = _meter.CreateUpDownCounter<long>("db.client.connection.pending_requests", "{request}",
            "Operations that wait for a connection.");
        _repeated = _meter.CreateCounter<long>("session_store.client.repeated", "{try}",
            "Tries of operations after which another one follows.");
        _failed = _meter.CreateCounter<long>("session_store.client.connect_failures", "{attempt}", "Attempts to connect that failed.");
        _changed = _meter.CreateCounter<long>("session_store.client.name_changes", "{change}",
            "How often a name led elsewhere than before.");
        _reads = _meter.CreateCounter<long>("session_store.client.reads", "{read}",
            "Sessions read, by the side that answered: writer or nearest.");
        _missedRenewals = _meter.CreateCounter<long>("session_store.client.renewals_missed", "{renewal}",
            "Sliding expirations that were due and not renewed.");
        _swept = _meter.CreateCounter<long>("session_store.client.swept", "{hash}", "Hashes that the sweeper has looked at.");
        _removed = _meter.CreateCounter<long>("session_store.client.removed", "{session}",
            "Sessions that were over and removed, by who found them: reader or sweeper.");
    }

    /// <summary>An operation was tried in vain and is tried again.</summary>
    public void Repeated(string name, Exception failure) => _repeated.Add(1, Pool(name), new("error.type", ErrorType(failure)));

    /// <summary>An operation begins or ends to wait for a connection.</summary>
    public void Waiting(string name, int change) => _pending.Add(change, Pool(name));

    /// <summary>A connection was made.</summary>
    public void Connected(string name, TimeSpan took) => _createTime.Record(took.TotalSeconds, Pool(name));

    /// <summary>An attempt to connect failed.</summary>
    public void ConnectFailed(string name, Exception failure) => _failed.Add(1, Pool(name), new("error.type", ErrorType(failure)));

    /// <summary>A name leads elsewhere.</summary>
    public void NameChanged(string name) => _changed.Add(1, Pool(name));

    /// <summary>A session was read.</summary>
    public void Read(bool nearest) =>
        _reads.Add(1, new KeyValuePair<string, object?>("session_store.side", nearest ? "nearest" : "writer"));

    /// <summary>A sliding expiration was not renewed.</summary>
    public void RenewalMissed() => _missedRenewals.Add(1);

    /// <summary>The sweeper has looked at hashes.</summary>
    public void Swept(int hashes) => _swept.Add(hashes);

    /// <summary>Sessions that were over were removed.</summary>
    public void Removed(int sessions, bool bySweeper)
    {
        if (sessions > 0)
        {
            _removed.Add(sessions, new KeyValuePair<string, object?>("session_store.found_by", bySweeper ? "sweeper" : "reader"));
        }
    }

    /// <summary>Whether anybody listens.</summary>
    public bool IsEnabled => _operation.Enabled || _source.HasListeners();

    /// <summary>Measures an operation and traces it.</summary>
    /// <param name="operation">Its command, in a transaction with MULTI before it (semantic conventions for Redis).</param>
    /// <param name="server">Where the name leads; null while that is not known.</param>
    /// <param name="port">The port.</param>
    /// <param name="run">The operation.</param>
    public async Task<T> MeasureAsync<T>(string operation, string? server, int port, Func<Task<T>> run)
    {
        var started = Stopwatch.GetTimestamp();
        var tags = new TagList { { "db.system.name", System }, { "db.operation.name", operation } };
        if (server is not null)
        {
            tags.Add("server.address", server);
            tags.Add("server.port", port);
        }
        using var activity = _source.StartActivity(operation, ActivityKind.Client, default(ActivityContext), tags);
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            tags.Add("error.type", ErrorType(failure));
            activity?.SetTag("error.type", ErrorType(failure));
            if (Failures.CodeOf(failure.InnerException ?? failure) is { } code)
            {
                tags.Add("db.response.status_code", code);
                activity?.SetTag("db.response.status_code", code);
            }
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            throw;
        }
        finally
        {
            _operation.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }

    private static KeyValuePair<string, object?> Pool(string name) => new("db.client.connection.pool.name", name);

    private static string ErrorType(Exception failure) => Failures.CodeOf(failure) ?? failure.GetType().FullName!;
}
