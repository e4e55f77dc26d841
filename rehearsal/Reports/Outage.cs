using SessionStore.Rehearsal.Live;

namespace SessionStore.Rehearsal.Reports;

/// <summary>An outage as the page shows it.</summary>
/// <param name="Letter">What it is called on the page: A, B, …</param>
/// <param name="Recovery">How long writers waited for what.</param>
/// <param name="End">When it ended; the end of the run where writers waited in vain.</param>
internal sealed record Outage(string Letter, Recovery Recovery, TimeSpan End)
{
    /// <summary>When it began.</summary>
    public TimeSpan Start => Recovery.Disturbance.At;

    /// <summary>What it is called, and how long it was.</summary>
    public string Label => $"{Letter} {TextReport.Milliseconds(Recovery.Took)}";

    /// <summary>The outages of a run.</summary>
    public static IReadOnlyList<Outage> Of(Facts facts) =>
    [
        .. facts.Recoveries.Select((recovery, index) => new Outage(
            $"{(char)('A' + index)}", recovery, recovery.Took is { } took ? recovery.Disturbance.At + took : facts.Length)),
    ];
}
