using System.Collections.Concurrent;
using System.Diagnostics;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// The replication offset of the primary over time, sampled so that a loss can be explained: what was acknowledged before a sample
/// was asked for is within the sample's offset.
/// </summary>
internal sealed class Offsets(ValkeyServer primary, Stopwatch clock)
{
    private readonly ConcurrentQueue<(TimeSpan Asked, long Offset)> _samples = new();
    private readonly CancellationTokenSource _end = new();
    private Task _sampling = Task.CompletedTask;

    /// <summary>Until when everything had reached the replica; null while no server was killed.</summary>
    public TimeSpan? ReplicatedUntil { get; private set; }

    /// <summary>Bytes that the replica had not read; null while no server was killed.</summary>
    public long? UnreplicatedBytes { get; private set; }

    public void Start() => _sampling = SampleAsync();

    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _sampling;
    }

    /// <summary>Takes the last sample before the primary is killed.</summary>
    public async Task BeforeKillAsync()
    {
        await StopAsync();
        await OnceAsync();
    }

    /// <summary>Compares with what the replica has read, after the primary is gone.</summary>
    public async Task AfterKillAsync(ValkeyServer replica)
    {
        var read = await replica.OffsetAsync();
        ReplicatedUntil = _samples.Where(sample => sample.Offset <= read).Select(sample => sample.Asked).DefaultIfEmpty().Max();
        UnreplicatedBytes = Math.Max(0, _samples.Max(sample => sample.Offset) - read);
    }

    private async Task SampleAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                await OnceAsync();
                await Task.Delay(50, _end.Token);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            // The run is over, or the primary is.
        }
    }

    private async Task OnceAsync()
    {
        var asked = clock.Elapsed;
        _samples.Enqueue((asked, await primary.OffsetAsync()));
    }
}
