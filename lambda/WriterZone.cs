using Amazon.Route53;
using Amazon.Route53.Model;

namespace SessionStore.Failover;

/// <summary>The hosted zone of the writer record, through Route 53.</summary>
internal sealed class WriterZone(IAmazonRoute53 route53, FailoverSettings settings)
{
    // The writer record, the pin and the history are usually all there is: one small page sees them at one moment.
    private const string PageSize = "10";

    /// <summary>Reads the records at the writer name, and the history and the pin, which sort behind it.</summary>
    public async Task<WriterRecords> ReadAsync(CancellationToken cancellationToken)
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
    /// <exception cref="InvalidChangeBatchException">A record is not as it was read: somebody else changed it first.</exception>
    public async Task<ChangeInfo> ChangeAsync(IReadOnlyList<Change> changes, string comment, CancellationToken cancellationToken)
    {
        var batch = new ChangeBatch { Changes = [.. changes], Comment = comment };
        var request = new ChangeResourceRecordSetsRequest(settings.HostedZoneId, batch);
        var response = await route53.ChangeResourceRecordSetsAsync(request, cancellationToken).ConfigureAwait(false);
        return response.ChangeInfo;
    }

    /// <summary>Whether every Route 53 name server answers with a change.</summary>
    /// <param name="changeId">The ID that Route 53 gave the change.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<bool> IsInSyncAsync(string changeId, CancellationToken cancellationToken)
    {
        var response = await route53.GetChangeAsync(new GetChangeRequest(changeId), cancellationToken).ConfigureAwait(false);
        return response.ChangeInfo.Status == ChangeStatus.INSYNC;
    }
}
