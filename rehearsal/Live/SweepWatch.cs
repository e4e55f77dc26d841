using System.Collections.Concurrent;
using System.Globalization;

namespace SessionStore.Rehearsal.Live;

/// <summary>Watches who sweeps each Region's store, and what becomes of the sessions that are over.</summary>
/// <param name="instance">What stands before every key of the client's.</param>
internal sealed class SweepWatch(ActiveStage stage, string instance)
{
    // The client's event 11, which each process writes when it gets the lease.
    private const string Begins = "This process sweeps the store";

    private readonly ConcurrentDictionary<AppInstance, int> _begun = new();
    private readonly ConcurrentDictionary<string, AppInstance> _sweeping = new();
    private readonly ConcurrentDictionary<string, SweepClaim> _claims = new();
    private readonly ConcurrentQueue<SweepTakeOver> _takeOvers = new();
    private readonly ConcurrentQueue<SweepSilence> _silences = new();

    /// <summary>Whether the scenario is about sweepers.</summary>
    public bool AreJudged { get; set; }

    /// <summary>When what was over for its grace has to be gone in the end; null before anybody has said so.</summary>
    public TimeSpan? Until { get; set; }

    /// <summary>The instance of a Region that began to sweep last; null while none has.</summary>
    public AppInstance? SweepingIn(string region) => _sweeping.GetValueOrDefault(region);

    /// <summary>Who has a Region's lease; null while nobody has.</summary>
    public SweepClaim? ClaimIn(string region) => _claims.GetValueOrDefault(region);

    /// <summary>Notes that a sweeper was killed.</summary>
    /// <param name="took">How long it took until another process had the lease; null where none got it.</param>
    public void TookOver(string region, TimeSpan at, TimeSpan? took) => _takeOvers.Enqueue(new(region, at, took));

    /// <summary>Notes that in this time nothing may have been removed in a Region.</summary>
    public void WasSilent(string region, TimeSpan from, TimeSpan to) => _silences.Enqueue(new(region, from, to));

    /// <summary>What was seen; null where the scenario is about something else.</summary>
    public SweepFacts? Facts => !AreJudged ? null : new(
        HastyApplication.Grace(stage.Options.Tick), stage.Promised, Until, [.. _takeOvers], [.. _silences]);

    /// <summary>Watches until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            do
            {
                foreach (var server in stage.Servers.Where(server => server.IsRunning))
                {
                    await LookAsync(server);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task LookAsync(StandInServer server)
    {
        foreach (var process in stage.Applications.In(server.Region))
        {
            var begun = process.Log.Count(line => line.Contains(Begins, StringComparison.Ordinal));
            if (begun > _begun.GetValueOrDefault(process))
            {
                (_begun[process], _sweeping[server.Region]) = (begun, process);
            }
        }
        try
        {
            await stage.Endings.LookAsync(server, stage.Diary);
            var claims = await server.HashAsync($"{instance}sweeper:{server.Region}");
            // The claim with the highest number counts: "owner ticks" (the client's SweepLease).
            var (_, claim) = claims.OrderByDescending(one => long.Parse(one.Key, CultureInfo.InvariantCulture)).FirstOrDefault();
            if (claim?.Split(' ') is [var owner, var ticks]
                && new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero) is var until
                && until > DateTimeOffset.UtcNow)
            {
                _claims[server.Region] = new(owner, until);
            }
            else
            {
                _claims.TryRemove(server.Region, out _);
            }
        }
        catch (IOException)
        {
            // It was lost meanwhile.
        }
    }
}

/// <summary>A claim to a Region's lease.</summary>
/// <param name="Owner">What the client calls the process.</param>
/// <param name="Until">How long it is good for, if it is not renewed.</param>
internal sealed record SweepClaim(string Owner, DateTimeOffset Until);

/// <summary>What was seen of the sweepers.</summary>
/// <param name="Grace">How long a session stays in the store after its end.</param>
/// <param name="Bound">The longest that anything may take.</param>
/// <param name="Until">
/// What was over for longer than its grace at this time has to be gone in the end; null where the run did not come so far.
/// </param>
internal sealed record SweepFacts(
    TimeSpan Grace, TimeSpan Bound, TimeSpan? Until, IReadOnlyList<SweepTakeOver> TakeOvers, IReadOnlyList<SweepSilence> Silences);

/// <summary>The process that swept a Region's store was killed.</summary>
/// <param name="At">When, since the start.</param>
/// <param name="Took">How long it took until another one had the lease; null where none got it.</param>
internal sealed record SweepTakeOver(string Region, TimeSpan At, TimeSpan? Took);

/// <summary>In this time nothing was to be removed in a Region, because another one had not been heard of.</summary>
internal sealed record SweepSilence(string Region, TimeSpan From, TimeSpan To);
