using Microsoft.Extensions.Logging;
using SessionStore.Replicator.Stores;
using StackExchange.Redis;

namespace SessionStore.Replicator.Comparing;

/// <summary>How a key differs.</summary>
internal enum Difference
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>The target has it not.</summary>
    Missing,

    /// <summary>The source has it not.</summary>
    Extra,

    /// <summary>The values differ.</summary>
    Value,

    /// <summary>The values are equal, and the times at which they end are more than a second apart.</summary>
    Expiry,
}

/// <summary>What a comparison has found.</summary>
internal sealed class Differences
{
    private const int MostSamples = 20;
    private readonly List<string> _sample = [];

    /// <summary>Keys of both stores together.</summary>
    public long Compared { get; set; }

    /// <summary>Keys that only the source has.</summary>
    public long Missing { get; private set; }

    /// <summary>Keys that only the target has.</summary>
    public long Extra { get; private set; }

    /// <summary>Keys with another value.</summary>
    public long Value { get; private set; }

    /// <summary>Keys with another expiry.</summary>
    public long Expiry { get; private set; }

    /// <summary>Keys that changed at each look.</summary>
    public long Undecided { get; set; }

    /// <summary>Of the differences, those that were mended.</summary>
    public long Repaired { get; set; }

    /// <summary>All that were found.</summary>
    public long Total => Missing + Extra + Value + Expiry;

    /// <summary>Some of the keys, hashed.</summary>
    public IReadOnlyList<string> Sample => _sample;

    /// <summary>Tells of them.</summary>
    public void Log(ILogger logger)
    {
        Telemetry.Log.Compared(logger, Compared, Missing, Extra, Value, Expiry, Undecided);
        if (Total > 0)
        {
            Telemetry.Log.Different(logger, string.Join(", ", Sample));
        }
    }

    /// <summary>Counts one.</summary>
    public void Add(RedisKey key, Difference difference)
    {
        switch (difference)
        {
            case Difference.Missing: Missing++; break;
            case Difference.Extra: Extra++; break;
            case Difference.Value: Value++; break;
            case Difference.Expiry: Expiry++; break;
            default: return;
        }
        if (_sample.Count < MostSamples)
        {
            _sample.Add($"{difference} {OwnKeys.Hashed(key)}");
        }
    }
}
