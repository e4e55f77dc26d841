using Microsoft.Extensions.Logging;
using SessionStore.Replicator.Settings;
using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Telemetry;

namespace SessionStore.Replicator.Tests.Support;

/// <summary>A worker that runs in this process.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Store _sources, _targets;
    private readonly Task _run;
    private readonly Worker _worker;

    public RunningWorker(Store sources, Store targets, ReplicatorOptions options, TimeProvider time, ILogger logger)
    {
        (_sources, _targets) = (sources, targets);
        _worker = new(sources, targets, options, Output, time, logger);
        _run = _worker.RunAsync(_end.Token);
    }

    public MemoryStream Output { get; } = new();

    public Status Status => _worker.Status;

    public Task InStepAsync() => Pair.UntilAsync(() => Status.InStep, "in step");

    public Task ReachesAsync(Phase phase) => Pair.UntilAsync(() => Status.Phase == phase, $"{phase}");

    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _sources.DisposeAsync();
        await _targets.DisposeAsync();
    }
}
