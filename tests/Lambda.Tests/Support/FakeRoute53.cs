using Amazon;
using Amazon.Route53;
using Amazon.Route53.Model;
using Amazon.Runtime;

namespace SessionStore.Lambda.Tests.Support;

/// <summary>
/// A hosted zone that keeps Route 53's rules: sorted pages, transactions, DELETE of exactly what there is, CREATE of nothing twice, and no
/// simple record beside one with a set identifier.
/// </summary>
internal sealed class FakeRoute53() : AmazonRoute53Client(new AnonymousAWSCredentials(), RegionEndpoint.USEast1)
{
    public List<ResourceRecordSet> Records { get; } = [];

    public List<ChangeResourceRecordSetsRequest> Batches { get; } = [];

    public int Lists { get; private set; }

    public int PageSize { get; set; } = 100;

    /// <summary>Whether a list never comes to an end.</summary>
    public bool Hangs { get; set; }

    /// <summary>Runs before a page is answered, with the number of the call.</summary>
    public Action<int> OnList { get; set; } = _ => { };

    /// <summary>Runs before a batch is tried: what another Region does at the worst moment.</summary>
    public Action OnChange { get; set; } = () => { };

    /// <summary>Runs before a batch is tried, with the batch.</summary>
    public Action<ChangeBatch> OnBatch { get; set; } = _ => { };

    /// <summary>What GetChange answers, call by call; the last answer stays.</summary>
    public Queue<Func<ChangeStatus>> Statuses { get; } = new([() => ChangeStatus.INSYNC]);

    public ChangeStatus StatusOfAcceptance { get; set; } = ChangeStatus.INSYNC;

    public int StatusQueries { get; private set; }

    public static ResourceRecordSet Record(string name, RRType type, string value, long ttl = 10) =>
        new(name, type) { TTL = ttl, ResourceRecords = [new ResourceRecord(value)] };

    public override Task<ListResourceRecordSetsResponse> ListResourceRecordSetsAsync(
        ListResourceRecordSetsRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Hangs)
        {
            return new TaskCompletionSource<ListResourceRecordSetsResponse>().Task.WaitAsync(cancellationToken);
        }
        OnList(++Lists);
        var from = Key(request.StartRecordName, request.StartRecordType?.Value ?? string.Empty, request.StartRecordIdentifier);
        var rest = Records.Select(record => (Key: Key(record), Record: record))
            .Where(entry => string.CompareOrdinal(entry.Key, from) >= 0)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Record).ToList();
        var next = rest.Skip(PageSize).FirstOrDefault();
        return Task.FromResult(new ListResourceRecordSetsResponse
        {
            ResourceRecordSets = [.. rest.Take(PageSize)],
            IsTruncated = next is not null,
            NextRecordName = next?.Name,
            NextRecordType = next?.Type,
            NextRecordIdentifier = next?.SetIdentifier,
        });
    }

    public override Task<ChangeResourceRecordSetsResponse> ChangeResourceRecordSetsAsync(
        ChangeResourceRecordSetsRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnChange();
        OnBatch(request.ChangeBatch);
        var after = Records.ToList();
        foreach (var change in request.ChangeBatch.Changes)
        {
            var record = change.ResourceRecordSet;
            var there = after.Find(other => Key(other) == Key(record));
            var simple = string.IsNullOrEmpty(record.SetIdentifier);
            if (change.Action != ChangeAction.DELETE && after.Any(other => string.IsNullOrEmpty(other.SetIdentifier) != simple
                && Key(other.Name, other.Type.Value, null) == Key(record.Name, record.Type.Value, null)))
            {
                // The rule is in the Developer Guide, "Values specific for simple records"; the words are those of issue 5388 of
                // cert-manager, where the routing is another one.
                throw new InvalidChangeBatchException($"RRSet with DNS name {record.Name}, type {record.Type}, SetIdentifier "
                    + $"\"{record.SetIdentifier}\" cannot be created because a non weighted rrset exists with the same name and type.");
            }
            if (change.Action == ChangeAction.DELETE && there is not null && Text(there) == Text(record))
            {
                after.Remove(there);
            }
            else if ((change.Action == ChangeAction.CREATE || change.Action == ChangeAction.UPSERT) && there is null)
            {
                after.Add(record);
            }
            else
            {
                throw new InvalidChangeBatchException(
                    $"Tried to {change.Action} {Text(record)} but there is {(there is null ? "none" : Text(there))}");
            }
        }
        Batches.Add(request);
        Records.Clear();
        Records.AddRange(after);
        return Task.FromResult(new ChangeResourceRecordSetsResponse
        {
            ChangeInfo = new ChangeInfo { Id = "C1", Status = StatusOfAcceptance },
        });
    }

    public override Task<GetChangeResponse> GetChangeAsync(GetChangeRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StatusQueries++;
        var status = Statuses.Count > 1 ? Statuses.Dequeue() : Statuses.Peek();
        return Task.FromResult(new GetChangeResponse { ChangeInfo = new ChangeInfo { Id = request.Id, Status = status() } });
    }

    private static string Key(ResourceRecordSet record) => Key(record.Name, record.Type.Value, record.SetIdentifier);

    // Route 53 sorts by the labels from the right, then by type.
    private static string Key(string name, string type, string? setIdentifier) =>
        $"{string.Join('.', name.TrimEnd('.').ToLowerInvariant().Split('.').Reverse())} {type} {setIdentifier}".TrimEnd();

    private static string Text(ResourceRecordSet record) => $"{Key(record)} {record.Weight} {record.HealthCheckId} {record.TTL} "
        + string.Join(',', record.ResourceRecords.Select(value => value.Value));
}
