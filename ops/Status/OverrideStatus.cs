using SessionStore.Failover;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Status;

/// <summary>What a Region's function knows of the records, and does while Route 53 does not answer: what its parameter holds.</summary>
/// <param name="Region">The Region.</param>
/// <param name="Kept">What the function keeps.</param>
/// <param name="Written">When it last had something new to keep.</param>
internal sealed record OverrideStatus(DeployedRegion Region, Kept Kept, DateTimeOffset Written)
{
    /// <summary>Since when the Region overrides the writer record; null while it does not.</summary>
    public DateTimeOffset? Since => Kept.Branch.OverridingSince;

    /// <summary>Where the record led when it was last read, without a dot at its end; null for nowhere, or when it never was.</summary>
    public string? Target => Kept.Records?.Target?.TrimEnd('.');

    /// <summary>The pin and the history, with what the function has decided since.</summary>
    // Held back was what had to be when it was decided, on these very records.
    public Known Known => Kept.Branch.Onto(
        Kept.Records is { } records ? new(records.Pinned, records.History) : new(null, WriterHistory.Empty), Region.ReplicationGroupId,
        hold: TimeSpan.Zero);

    /// <summary>Whether the function is done without an override: the record, as last read, names the Region, and is to.</summary>
    public bool IsAtHome => Target == Region.PrimaryEndpoint && Region.Owns(Known.Pinned ?? Known.History.Claim?.Group);

    /// <summary>Since when, for a person.</summary>
    public static string Time(DateTimeOffset time) => FormattableString.Invariant($"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss 'UTC'}");
}
