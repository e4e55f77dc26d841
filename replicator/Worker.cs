using Microsoft.Extensions.Logging;
using SessionStore.Client;
using SessionStore.Replicator.Comparing;
using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Settings;
using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Telemetry;
using StackExchange.Redis;

namespace SessionStore.Replicator;

/// <summary>All that `run` does: copies, reports, and compares once a day.</summary>
internal sealed class Worker(Store sources, Store targets, ReplicatorOptions options, Stream output, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1), _settle = TimeSpan.FromSeconds(2);
    private readonly Tally _tally = new();
    private Steward? _steward;
    private Differences? _compared;

    /// <summary>How it is now.</summary>
    public Status Status { get; private set; } = new();

    // Without a lease that is prolonged nothing arrives, whatever was complete before.
    private Tenure? InStep => _steward is { Phase: Phase.Following, Tenure: { IsInStep: true } tenure } ? tenure : null;

    /// <summary>Works until it is told to end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _steward = new(sources, targets, options, _tally, time, logger);
        using var over = new CancellationTokenSource();
        var reporter = new Reporter(options, _tally, output, time, logger);
        var reporting = ReportAsync(reporter, over.Token);
        var comparing = CompareAsync(reporter, cancellationToken);
        var trials = new SignInTrials(time, logger).RunAsync([sources, targets], cancellationToken);
        await _steward.RunAsync(cancellationToken);
        await over.CancelAsync();
        await Task.WhenAll(reporting, comparing, trials);
    }

    private async Task ReportAsync(Reporter reporter, CancellationToken over)
    {
        while (true)
        {
            Status = Now(reporter.Rate());
            reporter.Report(Status);
            try
            {
                await Task.Delay(_second, time, over);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private Status Now(double rate)
    {
        var (steward, tenure, now) = (_steward!, _steward!.Tenure, time.GetUtcNow());
        var left = tenure?.Filled is { } filled && !tenure.IsInStep ? Math.Max(0, filled.Total - filled.Found) : default(long?);
        return new()
        {
            Phase = steward.Phase,
            Why = steward.Why,
            Source = tenure?.Source,
            Target = targets.Name,
            InStep = InStep is not null,
            Deaf = tenure?.IsDeaf ?? false,
            LagMilliseconds = tenure?.Dirty.Oldest.TotalMilliseconds ?? 0,
            Waiting = tenure?.Dirty.Count ?? 0,
            Copied = _tally.Copied,
            KeysPerSecond = rate,
            Found = tenure?.Filled?.Found,
            Total = tenure?.Filled?.Total,
            EstimatedEnd = left is { } keys && rate > 0 ? now + TimeSpan.FromSeconds(keys / rate) : null,
            Refused = _tally.Refused,
            RefusedSample = _tally.Sample(10),
            Compared = _compared,
            Time = now,
        };
    }

    private async Task CompareAsync(Reporter reporter, CancellationToken cancellationToken)
    {
        while (options.CompareAt is { } at && !cancellationToken.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var next = now.Date + at.ToTimeSpan();
            next = next > now ? next : next.AddDays(1);
            try
            {
                await Task.Delay(new DateTimeOffset(next, TimeSpan.Zero) - now, time, cancellationToken);
                if (InStep is { } tenure)
                {
                    await CompareAsync(tenure, reporter, cancellationToken);
                }
                else if (Status.Phase != Phase.Resting)
                {
                    Log.NotCompared(logger, "the worker is not in step");
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
            catch (Exception failure) when (failure is RedisException or SessionStoreUnavailableException or TimeoutException)
            {
                Log.NotCompared(logger, failure.Message);
            }
        }
    }

    private async Task CompareAsync(Tenure tenure, Reporter reporter, CancellationToken cancellationToken)
    {
        await using var source = await sources.ConnectAsync(tenure.Source, cancellationToken);
        await using var target = await targets.ConnectAsync(await targets.FindAsync(cancellationToken), cancellationToken);
        // Repaired by the worker itself: it never copies one key twice at a time.
        var comparer = new Comparer(source, target, _settle, time,
            options.CompareRepairs ? key => Task.FromResult(tenure.Dirty.Changed(key)) : null);
        _compared = await comparer.RunAsync(cancellationToken);
        _compared.Log(logger);
        reporter.Compared(_compared.Total);
    }
}
