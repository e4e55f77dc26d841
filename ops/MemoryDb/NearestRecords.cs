using Amazon.Route53;
using Amazon.Route53.Model;
using Amazon.Runtime;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Status;

namespace SessionStore.Ops.MemoryDb;

/// <summary>What the hosted zone says of the writer name: a latency record for each Region.</summary>
/// <param name="Targets">Where the name leads, by the Region of the latency record; without dots at the ends.</param>
internal sealed record NearestRecords(IReadOnlyDictionary<string, string> Targets)
{
    private const string Fact = "writerTargets";

    /// <summary>What stands at the name that is no latency record; null for nothing.</summary>
    public string? Foreign { get; init; }

    /// <summary>What could not be learned: everything or nothing.</summary>
    public IReadOnlyList<UnknownFact> Unknown { get; init; } = [];

    /// <summary>Why nothing could be learned; null when Route 53 answered.</summary>
    public string? Silence => Unknown.Count == 0 ? null : UnknownCause.Among(Unknown)[0].Reason;

    /// <summary>Looks, with one request, and up to three times where Route 53 is busy or down.</summary>
    public static async Task<NearestRecords> ReadAsync(
        IAmazonRoute53 route53, MemoryDbStore store, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await route53.ListResourceRecordSetsAsync(
                    new ListResourceRecordSetsRequest(store.HostedZoneId)
                    {
                        StartRecordName = store.WriterName,
                        StartRecordType = RRType.CNAME,
                        MaxItems = "100",
                    }, cancellationToken);
                return Of((answer.ResourceRecordSets ?? []).Where(record =>
                    record.Type == RRType.CNAME && record.Name.TrimEnd('.') == store.WriterName));
            }
            catch (AmazonServiceException busy) when (attempt < RecordStatusReader.Tries && RecordStatusReader.IsPassing(busy))
            {
                await Task.Delay(RecordStatusReader.Interval, cancellationToken);
            }
            catch (Exception failure) when (ServiceFailure.Is(failure, cancellationToken))
            {
                return new(new Dictionary<string, string>())
                {
                    Unknown = [new(Fact, null, "Route 53", ServiceFailure.Of(failure))],
                };
            }
        }
    }

    /// <summary>What records say.</summary>
    /// <param name="records">All CNAME records of the name.</param>
    public static NearestRecords Of(IEnumerable<ResourceRecordSet> records)
    {
        var kinds = records.ToLookup(record => !string.IsNullOrEmpty(record.Region?.Value));
        return new(kinds[true].ToDictionary(record => record.Region.Value, Target))
        {
            Foreign = kinds[false].Select(Target).FirstOrDefault(),
        };
    }

    private static string Target(ResourceRecordSet record) => (record.ResourceRecords ?? []).FirstOrDefault()?.Value.TrimEnd('.') ?? "";
}
