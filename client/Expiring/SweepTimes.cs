namespace SessionStore.Client.Expiring;

/// <summary>How often a sweeper does what. No setting: only a rehearsal, whose minutes are short, has others than these.</summary>
internal sealed record SweepTimes
{
    /// <summary>How long a claim to the lease is good for.</summary>
    public TimeSpan Term { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the lease is renewed and the other Regions are looked at: thrice in its term.</summary>
    public TimeSpan Round => Term / 3;

    /// <summary>From the beginning of one pass to that of the next: one over few keys is over at once, and another finds nothing.</summary>
    public TimeSpan BetweenPasses { get; init; } = TimeSpan.FromMinutes(1);
}
