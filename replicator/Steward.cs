using Microsoft.Extensions.Logging;
using SessionStore.Client;
using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Deciding;
using SessionStore.Replicator.Fencing;
using SessionStore.Replicator.Settings;
using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Telemetry;
using StackExchange.Redis;

namespace SessionStore.Replicator;

/// <summary>Looks where the name leads and what the fence says, four times a second, and does what the table says.</summary>
internal sealed partial class Steward(
    Store sources, Store targets, ReplicatorOptions options, Tally tally, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _between = TimeSpan.FromMilliseconds(250), _patience = TimeSpan.FromSeconds(2),
        _shortPause = TimeSpan.FromSeconds(1), _longPause = TimeSpan.FromSeconds(30);

    private Link? _target;
    private Fence? _fence;
    private readonly Steadiness<(Lead, string?, string)> _steady = new(options.Lease, time);
    private string? _said, _token;
    private long _ended;
    private int _failures;

    /// <summary>What is under way; null while nothing is.</summary>
    public Tenure? Tenure { get; private set; }

    /// <summary>What it is at.</summary>
    public Phase Phase { get; private set; }

    /// <summary>Why.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Looks and acts until it is told to end; then ends what is under way and gives the lease back.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await StepAsync(cancellationToken);
                await Task.Delay(_between, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        await EndAsync();
        if (_target is { } target)
        {
            if (_token is not null && !target.Lost.IsCompleted)
            {
                await Quietly(_fence!.LeaveAsync(_token).WaitAsync(_patience, time, CancellationToken.None));
            }
            await target.DisposeAsync();
        }
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (lead, source) = await LeadAsync(cancellationToken);
            var fence = await TargetAsync(cancellationToken);
            var recovers = Recovers();
            // What the lease is prolonged by was seen a moment ago, in this very step.
            var follows = lead == Lead.Elsewhere && Tenure?.Source == source;
            var values = await (follows ? fence.RenewAsync(Tenure!.Token, options.Lease) : fence.ReadAsync())
                .WaitAsync(_patience, time, cancellationToken);
            var state = FenceValues.Read(values, _token);
            var look = new Look(lead, _steady.See((lead, source, state == FenceState.Own ? string.Join(' ', values) : "")), state, follows,
                recovers);
            await DoAsync(Decision.Of(look, options.Settle), look, values, source, fence);
        }
        catch (Exception failure) when (failure is RedisException or SessionStoreUnavailableException or TimeoutException
            or ObjectDisposedException)
        {
            // The lease is not prolonged, and ends by itself.
            if (_target is null && Store.TakesNoWrites(failure))
            {
                Say(Phase.Resting, "this Region's store takes no writes: it is a secondary of a Global Datastore, which fills it");
                await Task.Delay(_shortPause, time, cancellationToken);
                return;
            }
            Say(Phase.Waiting, WriteRefusal.Of(failure.Message) is { } refusal ? $"the store refuses writes: {refusal}" : failure.Message);
            // A node that was demoted keeps its connections: only a new one shows who takes writes now.
            if (_target is { Lost.IsCompleted: true } || failure is TimeoutException || Store.TakesNoWrites(failure))
            {
                await CloseTargetAsync();
            }
        }
    }

    private async Task DoAsync(Step step, Look look, IReadOnlyList<string> values, string? source, Fence fence)
    {
        switch (step)
        {
            case Step.Close:
                try
                {
                    await fence.CloseAsync(FenceValues.Own()).WaitAsync(_patience, time);
                }
                finally
                {
                    await EndAsync();
                }
                break;
            case Step.Rest:
                await EndAsync();
                Say(Phase.Resting, "the writer name leads to this Region");
                break;
            case Step.Wait:
                await EndAsync();
                Say(Phase.Waiting, look.Fence switch
                {
                    FenceState.Held => "an order holds the fence of the target: `replicator release` lifts it",
                    FenceState.Another => "another worker has the lease, or this one before it was restarted",
                    FenceState.Own => $"the name led to this Region until a moment ago: it has to lead elsewhere for {options.Settle}",
                    _ => "the connection has failed and is made anew soon",
                });
                break;
            case Step.Pause:
                Say(Phase.Waiting, "nobody says where the name leads");
                break;
            case Step.Take:
                await EndAsync();
                var next = new Tenure(sources, source!, _target!, fence, options, tally, time, logger);
                // Before it is tried: one shard may take the lease where another refuses it.
                _token = next.Token;
                if (await fence.TakeAsync(values, next.Token, options.Lease).WaitAsync(_patience, time))
                {
                    Tenure = next;
                    next.Start();
                    Say(Phase.Filling, $"from {source}");
                }
                break;
            default:
                Say(Tenure is { IsInStep: true } ? Phase.Following : Phase.Filling, $"from {source}");
                break;
        }
    }

    private void Say(Phase phase, string why)
    {
        (Phase, Why) = (phase, why);
        if (_said != $"{phase}: {why}")
        {
            _said = $"{phase}: {why}";
            Log.Phase(logger, phase, why);
        }
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException or ObjectDisposedException)
        {
            // The lease ends by itself.
        }
    }
}
