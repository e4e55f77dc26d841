using System.Collections.Concurrent;
using System.Diagnostics;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// What the name servers know: the zone as Route 53's emulator has it, whether its API answers or not (the data plane is a system of its
/// own: "AWS Fault Isolation Boundaries", Route 53), and ElastiCache's endpoint names.
/// </summary>
/// <param name="zone">The zone, past what stands before the API.</param>
/// <param name="domain">The zone's domain.</param>
/// <param name="isHealthy">Whether a health check is healthy; asked with null for a record without one.</param>
internal sealed class LocalDataPlane(LocalZone zone, string domain, Func<string?, bool> isHealthy) : IDisposable
{
    // Route 53 itself takes up to 60 seconds to propagate a change; this only spares the emulator.
    private static readonly TimeSpan _freshness = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, bool> _endpoints = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private IReadOnlyCollection<ZoneRecord> _records = [];
    private long _read;

    /// <summary>Makes an endpoint's name known.</summary>
    public void AddEndpoint(string name) => _endpoints[name.ToLowerInvariant()] = true;

    /// <summary>Answers as the resolver of a Region's VPC does.</summary>
    public async Task<DnsAnswer> AnswerAsync(DnsQuestion question, string region)
    {
        if (_endpoints.ContainsKey(question.Name))
        {
            return EndpointAnswer(question);
        }
        var answer = RecordAnswers.Of(await RecordsAsync(), domain, question, region, Random.Shared.NextDouble());
        // A resolver follows a chain to its end, also out of the zone.
        return question.Type == "A" && answer.Records is [.., { Type: "CNAME", Value: var target }] && _endpoints.ContainsKey(target)
            ? answer with { Records = [.. answer.Records, .. EndpointAnswer(new(target, "A")).Records] }
            : answer;
    }

    public void Dispose() => _oneAtATime.Dispose();

    private static DnsAnswer EndpointAnswer(DnsQuestion question) =>
        question.Type == "A" ? new(0, [new(question.Name, "A", 5, "127.0.0.1")]) : DnsAnswer.NoData;

    private async Task<IReadOnlyCollection<ZoneRecord>> RecordsAsync()
    {
        await _oneAtATime.WaitAsync();
        try
        {
            if (_read == 0 || Stopwatch.GetElapsedTime(_read) > _freshness)
            {
                var records = await zone.RecordsAsync();
                _records = [.. records.Select(record => new ZoneRecord(
                    record.Name.TrimEnd('.').ToLowerInvariant(),
                    record.Type.Value,
                    (int)(record.TTL ?? 0),
                    [.. (record.ResourceRecords ?? []).Select(value => value.Value.TrimEnd('.'))],
                    record.SetIdentifier,
                    record.Region?.Value,
                    (int?)record.Weight,
                    isHealthy(string.IsNullOrEmpty(record.HealthCheckId) ? null : record.HealthCheckId)))];
                _read = Stopwatch.GetTimestamp();
            }
            return _records;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
