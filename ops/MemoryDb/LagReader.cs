using System.Text.RegularExpressions;
using Amazon.CloudWatch.Model;
using SessionStore.Contract;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Status;

namespace SessionStore.Ops.MemoryDb;

/// <summary>
/// Looks how late the writes of other Regions are in a Region. Which dimensions the metric carries is not documented, so that none is
/// named: a search finds what carries the cluster's name, as the dashboard's does, and where it finds nothing, there is the longest of the
/// account's clusters in the Region, which the alarm rings on.
/// </summary>
internal sealed class LagReader(MemoryDbStore store, MemoryDbRegion region, Measured measured)
{
    /// <summary>Why the lag is unknown where CloudWatch answers without one.</summary>
    public static ServiceFailure NoLag { get; } = new(
        $"no value of {MemoryDbLag.Metric} in the last {RegionMeasurements.LagWindow.TotalMinutes:0} minutes", IsSilence: false);

    /// <summary>The latest values; null where CloudWatch has none.</summary>
    public async Task<LagStatus?> ReadAsync(CancellationToken cancellationToken)
    {
        var found = await measured.ReadAsync(
            RegionMeasurements.LagWindow, cancellationToken,
            new MetricDataQuery { Expression = Search },
            new MetricDataQuery { Expression = MemoryDbLag.Longest, Period = 60 });
        var others = store.Regions.Select(other => other.Name).Except([region.Name]).ToArray();
        LagSeries[] own = [.. Latest("q0").Select(line => new LagSeries(line.Label, Source(line.Label, others), line.Value))];
        return own.Length > 0
            ? new(own.Max(series => series.Milliseconds), OfAccount: false, own)
            : Latest("q1").Select(longest => new LagStatus(longest.Value, OfAccount: true, [])).FirstOrDefault();

        IEnumerable<(string Label, double Value)> Latest(string id) => found.Where(series => series.Id == id && series.Points.Count > 0)
            .Select(series => (series.Label, series.Points[0].Value));
    }

    /// <summary>The one Region that a label names; null for none, or several.</summary>
    /// <param name="label">Of a line, such as CloudWatch makes it.</param>
    /// <param name="regions">The Regions that it may name.</param>
    public static string? Source(string label, IEnumerable<string> regions) =>
        regions.Where(name => Regex.IsMatch(label, $"(?<![a-z0-9]){Regex.Escape(name)}(?![0-9])")).ToArray() is [var one] ? one : null;

    private string Search =>
        $"SEARCH('Namespace=\"{MemoryDbLag.Namespace}\" MetricName=\"{MemoryDbLag.Metric}\" \"{region.ClusterName}\"', 'Maximum', 60)";
}
