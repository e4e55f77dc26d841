using System.Collections.Concurrent;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// Waits until a Region has taken over, and tells a Region that will not from a machine that is too slow to see it: only who has looked and
/// done nothing has broken a promise.
/// </summary>
internal sealed class TakeOver(LiveStage stage)
{
    // One look must do, and clients need one try: whoever had several and did nothing would not do it in an hour.
    private const int EnoughInvocations = 3, EnoughTries = 20;

    private readonly ConcurrentQueue<(string Region, string Message, TimeSpan Begun)> _invocations = new();

    /// <summary>The longest that anything is allowed to take, twice: an outage, then the rule's next minute and a look.</summary>
    public TimeSpan Promised => (stage.Options.Outage + stage.Options.Tick + stage.Options.LongestInvocation) * 2;

    /// <summary>Notes an invocation of a Region's function that has come to its end.</summary>
    /// <param name="message">What the function was told.</param>
    public void Invoked(string region, string message, Invocation invocation) =>
        _invocations.Enqueue((region, message, stage.Clock.Elapsed - invocation.Took));

    /// <summary>Whether the function of a Region has been told something since.</summary>
    /// <param name="what">A part of the message.</param>
    public bool HasBeenTold(string region, string what, TimeSpan since) =>
        _invocations.Any(told => told.Region == region && told.Begun >= since && told.Message.Contains(what, StringComparison.Ordinal));

    /// <summary>Waits until a Region has acknowledged writes of every client since now, or has looked and will not.</summary>
    /// <exception cref="SpoiltException">The machine is too slow for it, or a server died that should not have.</exception>
    public async Task WaitAsync(LiveRegion region, CancellationToken cancellationToken)
    {
        var since = stage.Clock.Elapsed;
        var able = since;
        while (!stage.Regions.All(client => stage.Ledger.Writes.Any(write => IsOf(write, client))))
        {
            await stage.ThrowIfDeadAsync();
            var now = stage.Clock.Elapsed;
            // Where the Region can override the record, it is no excuse that the record cannot be changed.
            if (stage.World.Route53.Down && region.OverrideHealthCheck is null)
            {
                able = now;
            }
            var (looks, tries) = (_invocations.Count(told => told.Region == region.Name && told.Begun >= able), Tries(able));
            if (now - since > Promised && looks >= EnoughInvocations && tries >= EnoughTries)
            {
                stage.Note($"{region.Name} has not taken over after {(now - since).TotalSeconds:0} s, "
                    + $"in which its function has looked {looks} times");
                return;
            }
            if (now - able > Promised + stage.Options.Patience)
            {
                throw new SpoiltException($"{region.Name} has not taken over after {(now - since).TotalSeconds:0} s, in which its function "
                    + $"could look {looks} times (expected {EnoughInvocations}) and the slowest client try {tries} writes "
                    + $"(expected {EnoughTries}): this machine is too slow");
            }
            await Task.Delay(20, cancellationToken);
        }
        // Clients can be faster than what writes the change down: whatever happens next must not come before it.
        await stage.World.Route53.ToldAsync(cancellationToken);
        stage.Note($"clients of all Regions write to {region.Name}");

        bool IsOf(Write write, LiveRegion client) => write.At > since && write.Node == region.Server.Id && write.Client == client.Name;
    }

    /// <summary>Waits until the record names a Region and its override is over, or its function looks and does not see to it.</summary>
    /// <exception cref="SpoiltException">The machine is too slow for it, or a server died that should not have.</exception>
    public async Task WaitForRecordAsync(LiveRegion region, CancellationToken cancellationToken)
    {
        var since = stage.Clock.Elapsed;
        while (stage.NameWatch.IsOverriding(region) || await stage.World.WriterAsync() != region.Server.Host)
        {
            await stage.ThrowIfDeadAsync();
            var waited = stage.Clock.Elapsed - since;
            var looks = _invocations.Count(told => told.Region == region.Name && told.Begun >= since);
            if (waited > Promised && looks >= EnoughInvocations)
            {
                stage.Note($"{region.Name} has not handed over after {waited.TotalSeconds:0} s, in which its function has looked "
                    + $"{looks} times");
                return;
            }
            if (waited > Promised + stage.Options.Patience)
            {
                throw new SpoiltException($"{region.Name} has not handed over after {waited.TotalSeconds:0} s, in which its function could "
                    + $"look {looks} times (expected {EnoughInvocations}): this machine is too slow");
            }
            await Task.Delay(50, cancellationToken);
        }
    }

    // A write is one try of the application's, however often the client repeats it: it ends with an answer or with the client's budget.
    private int Tries(TimeSpan since) => stage.Regions.Min(client =>
        stage.Ledger.Writes.Count(write => write.Client == client.Name && write.At - write.Took > since)
        + stage.Ledger.Unacknowledged.Count(write => write.Client == client.Name && write.Asked > since));
}
