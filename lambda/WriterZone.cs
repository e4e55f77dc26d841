using Amazon.Route53;
using Amazon.Route53.Model;

namespace SessionStore.Failover;

/// <summary>The hosted zone of the writer record, through Route 53.</summary>
/// <param name="route53">Route 53.</param>
/// <param name="settings">The names. Where the function overrides, only there, silence is told from failure.</param>
/// <param name="time">Tells the time; null for the system's.</param>
internal sealed class WriterZone(IAmazonRoute53 route53, FailoverSettings settings, TimeProvider? time = null)
{
    /// <summary>How long Route 53 may take for a look or a change, retries included, before it counts as silent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <summary>How long one request may take where silence has a consequence: there is time for another within the patience.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(4);

    // The writer record, an override of each Region, the pin and the history are usually all there is: a small page sees them at one
    // moment. A Global Datastore has three Regions at most.
    private const string PageSize = "10";

    // How Route 53 words the refusal of a CREATE ("Tried to create resource record set [...] but it already exists").
    private const string AlreadyExists = "already exists";

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    // DELETE and CREATE of one name and type in one batch is what AWS's own example of the API sends; that DELETE and UPSERT are taken
    // likewise is documented nowhere, so that form is only an answer to a refusal that asks for it. A warm process remembers the answer.
    private ChangeAction _renewal = ChangeAction.CREATE;

    /// <summary>Reads the records at the writer name, and the history and the pin, which sort behind it.</summary>
    /// <exception cref="SilenceException">Route 53 does not answer; only where the function overrides.</exception>
    public Task<WriterRecords> ReadAsync(CancellationToken cancellationToken) => AnsweredAsync(ReadPagesAsync, cancellationToken);

    private async Task<WriterRecords> ReadPagesAsync(CancellationToken cancellationToken)
    {
        // No StartRecordType: it would hide records whose type sorts before CNAME, such as an A record that somebody made.
        var request = new ListResourceRecordSetsRequest(settings.HostedZoneId)
        {
            StartRecordName = settings.WriterName,
            MaxItems = PageSize,
        };
        var atWriterName = new List<ResourceRecordSet>();
        ResourceRecordSet? pin = null, history = null;
        while (true)
        {
            var page = await route53.ListResourceRecordSetsAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var record in page.ResourceRecordSets ?? [])
            {
                if (DnsText.SameName(record.Name, settings.WriterName))
                {
                    atWriterName.Add(record);
                }
                else if (record.Type == RRType.TXT && DnsText.SameName(record.Name, settings.PinName))
                {
                    pin = record;
                }
                else if (record.Type == RRType.TXT && DnsText.SameName(record.Name, settings.HistoryName))
                {
                    history = record;
                }
            }
            if (page.IsTruncated is not true || !DnsText.IsAtOrBelow(page.NextRecordName, settings.WriterName))
            {
                return new WriterRecords(atWriterName, pin, history);
            }
            request.StartRecordName = page.NextRecordName;
            request.StartRecordType = page.NextRecordType;
            request.StartRecordIdentifier = page.NextRecordIdentifier;
        }
    }

    /// <summary>Submits changes as one transaction: Route 53 makes all of them or none.</summary>
    /// <param name="changes">
    /// Makes the changes. Records that the same transaction has deleted come back by the action that it is given: by CREATE, or by UPSERT
    /// where Route 53 has refused to create what it had yet to delete. Both forms compare, by what they delete.
    /// </param>
    /// <param name="comment">Goes with the batch.</param>
    /// <param name="refused">Hears of a refusal that asks for the other form, before that is tried.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="InvalidChangeBatchException">A record is not as it was read: somebody else changed it first.</exception>
    /// <exception cref="SilenceException">Route 53 does not answer; only where the function overrides. The change may be made.</exception>
    public Task<ChangeInfo> ChangeAsync(
        Func<ChangeAction, IReadOnlyList<Change>> changes, string comment, Action<string> refused, CancellationToken cancellationToken) =>
        AnsweredAsync(async cancelled =>
        {
            var batch = changes(_renewal);
            try
            {
                return await SubmitAsync(batch, comment, cancelled).ConfigureAwait(false);
            }
            catch (InvalidChangeBatchException e) when (
                e.Message.Contains(AlreadyExists, StringComparison.OrdinalIgnoreCase)
                && _renewal == ChangeAction.CREATE && batch.Any(change => change.Action == ChangeAction.DELETE))
            {
                refused(e.Message);
                var change = await SubmitAsync(changes(ChangeAction.UPSERT), comment, cancelled).ConfigureAwait(false);
                _renewal = ChangeAction.UPSERT;
                return change;
            }
        }, cancellationToken);

    /// <summary>Whether every Route 53 name server answers with a change.</summary>
    /// <param name="changeId">The ID that Route 53 gave the change.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<bool> IsInSyncAsync(string changeId, CancellationToken cancellationToken)
    {
        var response = await route53.GetChangeAsync(new GetChangeRequest(changeId), cancellationToken).ConfigureAwait(false);
        return response.ChangeInfo.Status == ChangeStatus.INSYNC;
    }

    private async Task<ChangeInfo> SubmitAsync(IReadOnlyList<Change> changes, string comment, CancellationToken cancellationToken)
    {
        var batch = new ChangeBatch { Changes = [.. changes], Comment = comment };
        var request = new ChangeResourceRecordSetsRequest(settings.HostedZoneId, batch);
        var response = await route53.ChangeResourceRecordSetsAsync(request, cancellationToken).ConfigureAwait(false);
        return response.ChangeInfo;
    }

    private async Task<T> AnsweredAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        if (settings.RecordsParameter is null)
        {
            return await request(cancellationToken).ConfigureAwait(false);
        }
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await request(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SilenceException(new TimeoutException($"nothing came within {Patience.TotalSeconds:0} s, retries included."));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && SilenceException.Is(e))
        {
            throw new SilenceException(e);
        }
    }
}
