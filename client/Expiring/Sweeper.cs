using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SessionStore.Client.Connecting;
using SessionStore.Client.SignIn;
using SessionStore.Client.Telemetry;

namespace SessionStore.Client.Expiring;

/// <summary>Sweeps while the application runs, and hands over when it stops.</summary>
internal sealed class Sweeper(
    StoreConnection connection, IOptions<SessionStoreOptions> options, Removals removals, SweepTimes times, TimeProvider time,
    ILogger<Sweeper> logger, Instruments instruments) : BackgroundService
{
    private static readonly TimeSpan _goodbye = TimeSpan.FromSeconds(2), _whileThereIsNone = TimeSpan.FromSeconds(1);

    private readonly Sweep _sweep = new(
        new RedisSweepStore(connection, options.Value.InstanceName), options.Value.InstanceName, options.Value.SweepRate,
        $"{Environment.MachineName.Replace(' ', '-')}-{Guid.NewGuid():N}", removals, times, time, instruments,
        (span, cancellationToken) => Task.Delay(span, time, cancellationToken));

    private bool _holds;
    private string? _silent;
    private bool _failing;

    private bool IsOn => options.Value is { Expiry: ExpiryMode.InValue, Sweep: true };

    /// <summary>The Region that a name leads to, or the endpoint where that does not tell; null while it leads nowhere.</summary>
    public static string? RegionOf(Follower follower) =>
        follower.Current?.Endpoint.Host is { } host ? IamEndpoint.RegionIn(host) ?? host : null;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (!_holds)
        {
            return;
        }
        try
        {
            await _sweep.ReleaseAsync(cancellationToken).WaitAsync(_goodbye, time, cancellationToken).ConfigureAwait(false);
            Log.SweepReleased(logger, RegionOf(connection.Writer) ?? "");
        }
        catch (Exception failure)
        {
            // The others wait for the end of the lease, then.
            Log.SweepFailed(logger, failure.Message);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lastPass = DateTimeOffset.MinValue;
        while (IsOn && !stoppingToken.IsCancellationRequested)
        {
            if (RegionOf(connection.Writer) is null)
            {
                await Task.Delay(_whileThereIsNone, time, stoppingToken).ConfigureAwait(false);
                continue;
            }
            try
            {
                var round = await _sweep.RoundAsync(stoppingToken).ConfigureAwait(false);
                Tell(round.Holds, round.Silent);
                if (round is (true, null) && time.GetUtcNow() - lastPass >= times.BetweenPasses)
                {
                    lastPass = time.GetUtcNow();
                    var result = await _sweep.PassAsync(stoppingToken).ConfigureAwait(false);
                    Log.Swept(logger, RegionOf(connection.Writer) ?? "", result.Looked, result.Removed, time.GetUtcNow() - lastPass,
                        result.Undated);
                }
                _failing = false;
            }
            // Whatever it is: sessions go on without a sweeper, and it must not take the application along.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_failing)
                {
                    Log.SweepFailed(logger, failure.Message);
                }
                (_failing, _holds) = (true, false);
            }
            await Task.Delay(times.Round, time, stoppingToken).ConfigureAwait(false);
        }
    }

    private void Tell(bool holds, string? silent)
    {
        if (holds && !_holds)
        {
            Log.SweepBegins(logger, RegionOf(connection.Writer) ?? "");
        }
        if (holds && silent is not null && silent != _silent)
        {
            Log.RegionSilent(logger, silent, removals.Silence, removals.Forgotten);
        }
        (_holds, _silent) = (holds, silent);
    }
}
