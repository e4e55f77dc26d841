namespace SessionStore.Replicator.Telemetry;

/// <summary>What the worker is at.</summary>
internal enum Phase
{
    /// <summary>It has just started.</summary>
    Starting,

    /// <summary>The name leads to its own Region.</summary>
    Resting,

    /// <summary>It may not, or cannot, copy now.</summary>
    Waiting,

    /// <summary>It copies what was there before it listened.</summary>
    Filling,

    /// <summary>It copies what changes.</summary>
    Following,
}

/// <summary>How the worker is.</summary>
internal sealed record Status
{
    /// <summary>What it is at.</summary>
    public Phase Phase { get; init; }

    /// <summary>Why, in words.</summary>
    public string Why { get; init; } = "";

    /// <summary>Where keys come from; null while they come from nowhere.</summary>
    public string? Source { get; init; }

    /// <summary>Where they go.</summary>
    public string? Target { get; init; }

    /// <summary>Whether everything has arrived and what changes follows.</summary>
    public bool InStep { get; init; }

    /// <summary>Whether the source does not tell of its changes.</summary>
    public bool Deaf { get; init; }

    /// <summary>The age of the oldest change not yet applied, in milliseconds.</summary>
    public double LagMilliseconds { get; init; }

    /// <summary>Keys that wait or are under way.</summary>
    public int Waiting { get; init; }

    /// <summary>Keys that were copied or removed since the worker started.</summary>
    public long Copied { get; init; }

    /// <summary>Keys for each second, lately.</summary>
    public double KeysPerSecond { get; init; }

    /// <summary>Keys that the fill has found.</summary>
    public long? Found { get; init; }

    /// <summary>Keys that the source had when the fill began.</summary>
    public long? Total { get; init; }

    /// <summary>When the fill will be complete if it goes on like this.</summary>
    public DateTimeOffset? EstimatedEnd { get; init; }

    /// <summary>Keys that the target refuses.</summary>
    public long Refused { get; init; }

    /// <summary>Some of them, hashed, with the reason.</summary>
    public IReadOnlyDictionary<string, string> RefusedSample { get; init; } = new Dictionary<string, string>();

    /// <summary>What the last comparison found; null before there was one.</summary>
    public Comparing.Differences? Compared { get; init; }

    /// <summary>When this was so.</summary>
    public DateTimeOffset Time { get; init; }
}
