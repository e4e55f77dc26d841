namespace SessionStore.Replicator.Fencing;

/// <summary>What the fence key holds.</summary>
internal static class FenceValues
{
    /// <summary>An order.</summary>
    public const string Held = "held";

    private const string LeasePrefix = "lease:", OwnPrefix = "own:";

    /// <summary>
    /// The store takes the writes of its own Region. Each closing is another value: whoever waits for the name to settle sees that it was
    /// taken and closed anew in between.
    /// </summary>
    public static string Own() => $"{OwnPrefix}{Guid.NewGuid():N}";

    /// <summary>A worker's lease.</summary>
    public static string Lease(string token) => LeasePrefix + token;

    /// <summary>Whether a value is any worker's lease.</summary>
    public static bool IsLease(string value) => value.StartsWith(LeasePrefix, StringComparison.Ordinal);

    /// <summary>What a value means to the holder of a token; the empty value is no value.</summary>
    public static FenceState Read(string value, string? token) => value switch
    {
        "" => FenceState.Open,
        Held => FenceState.Held,
        _ when value.StartsWith(OwnPrefix, StringComparison.Ordinal) => FenceState.Own,
        _ => token is not null && value == Lease(token) ? FenceState.Mine : FenceState.Another,
    };

    /// <summary>What the fences of all shards mean together: what forbids most. A lease that one shard has lost is lost.</summary>
    public static FenceState Read(IReadOnlyCollection<string> values, string? token)
    {
        var states = values.Select(value => Read(value, token)).ToHashSet();
        return states.Count == 1 ? states.Single()
            : states.Contains(FenceState.Held) ? FenceState.Held
            : states.Contains(FenceState.Own) ? FenceState.Own
            : states.Contains(FenceState.Another) ? FenceState.Another
            : FenceState.Open;
    }
}
