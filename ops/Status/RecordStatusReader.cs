using System.Diagnostics;
using System.Net;
using Amazon.Route53;
using Amazon.Runtime;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Status;

/// <summary>
/// Looks at the writer record and what stands beside it, all at one moment with one request, and not sooner than two seconds after the
/// last: Route 53 takes five requests a second from a whole account ("Quotas" in the Route 53 developer guide), and the functions need them
/// on the same day.
/// </summary>
/// <param name="route53">Route 53; a client that does not repeat requests by itself.</param>
internal sealed class RecordStatusReader(DeployedStore store, IAmazonRoute53 route53)
{
    /// <summary>How far apart requests are.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How often Route 53 is asked before it counts as silent, where nobody looks again anyway.</summary>
    public const int Tries = 3;

    // What one look tells, as status --json names it.
    private static readonly string[] _facts = ["writerTarget", "pin", "entitledGroup", "lastOrder"];

    private readonly WriterZone _zone = new(route53, store.SettingsOf(store.Home));
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private Stopwatch? _sinceTheLast;

    /// <summary>Looks once: for those who look again when Route 53 does not answer.</summary>
    public async Task<RecordStatus> ReadOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadInTurnAsync(cancellationToken);
        }
        catch (Exception failure) when (ServiceFailure.Is(failure, cancellationToken))
        {
            return Silent(failure);
        }
    }

    /// <summary>Looks, and up to three times where Route 53 is busy or down.</summary>
    public async Task<RecordStatus> ReadAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadInTurnAsync(cancellationToken);
            }
            catch (AmazonServiceException busy) when (attempt < Tries && IsPassing(busy))
            {
                // The next try waits for its turn.
            }
            catch (Exception failure) when (ServiceFailure.Is(failure, cancellationToken))
            {
                return Silent(failure);
            }
        }
    }

    /// <summary>Changes records in one transaction, right after the look that it rests on.</summary>
    /// <exception cref="Amazon.Route53.Model.InvalidChangeBatchException">A record is not as it was read.</exception>
    /// <param name="changes">Makes the changes; how a record comes back that they delete is given to it.</param>
    /// <param name="comment">Goes with the batch.</param>
    /// <param name="refused">Hears why Route 53 has refused one form of the batch, before the other is tried.</param>
    /// <param name="cancellationToken">Ends the request; a change that Route 53 has accepted stays.</param>
    public Task ChangeAsync(
        Func<ChangeAction, IReadOnlyList<Amazon.Route53.Model.Change>> changes, string comment, Action<string> refused,
        CancellationToken cancellationToken) =>
        _zone.ChangeAsync(changes, comment, refused, cancellationToken);

    private async Task<RecordStatus> ReadInTurnAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_sinceTheLast is { } clock && Interval - clock.Elapsed is var early && early > TimeSpan.Zero)
            {
                await Task.Delay(early, cancellationToken);
            }
            var records = await _zone.ReadAsync(cancellationToken);
            try
            {
                return new(Target(records.Writer(store.WriterName)), records.PinnedGroup) { Records = records };
            }
            catch (FailoverException foreign)
            {
                return new(null, records.PinnedGroup) { Records = records, Foreign = foreign.Message };
            }
        }
        finally
        {
            _sinceTheLast = Stopwatch.StartNew();
            _oneAtATime.Release();
        }
    }

    private static string? Target(Amazon.Route53.Model.ResourceRecordSet? writer) =>
        writer is null ? null : WriterRecords.ValuesOf(writer).FirstOrDefault()?.TrimEnd('.');

    private static RecordStatus Silent(Exception failure)
    {
        var why = ServiceFailure.Of(failure);
        return new(null, null) { Unknown = [.. _facts.Select(fact => new UnknownFact(fact, null, "Route 53", why))] };
    }

    /// <summary>Whether a failure may be over with the next request: "Common errors" in the Route 53 API reference, where Throttling and
    /// PriorRequestNotComplete come with status 400.</summary>
    public static bool IsPassing(AmazonServiceException failure) =>
        failure.ErrorCode is "Throttling" or "ThrottlingException" or "PriorRequestNotComplete"
            || failure.StatusCode >= HttpStatusCode.InternalServerError;
}

/// <summary>What the hosted zone shows.</summary>
/// <param name="Target">Where the writer name leads; null where there is no such record.</param>
/// <param name="Pin">The replication group that an operator has pinned; null for none.</param>
internal sealed record RecordStatus(string? Target, string? Pin)
{
    /// <summary>What could not be learned: everything or nothing.</summary>
    public IReadOnlyList<UnknownFact> Unknown { get; init; } = [];

    /// <summary>Why nothing could be learned; null when Route 53 answered.</summary>
    public string? Silence => Unknown.Count == 0 ? null : UnknownCause.Among(Unknown)[0].Reason;

    /// <summary>What stands at the writer name that the functions did not make and will not touch; null for nothing.</summary>
    public string? Foreign { get; init; }

    /// <summary>The records as they were read; null when Route 53 did not answer.</summary>
    public WriterRecords? Records { get; init; }
}
