using SessionStore.Replicator.Stores;
using StackExchange.Redis;

namespace SessionStore.Replicator.Copying;

/// <summary>What has been done and what could not be, over the life of the worker.</summary>
internal sealed class Tally
{
    // Names are kept for so many; the number beyond is counted all the same.
    private const int MostNames = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _refused = [];
    private long _copied, _unnamed;
    private double _highestLag;

    /// <summary>Keys copied or removed.</summary>
    public long Copied => Interlocked.Read(ref _copied);

    /// <summary>Keys that the target does not take.</summary>
    public long Refused
    {
        get
        {
            lock (_gate)
            {
                return _refused.Count + _unnamed;
            }
        }
    }

    /// <summary>Some of the refused keys, hashed, with the target's reason.</summary>
    public IReadOnlyDictionary<string, string> Sample(int most)
    {
        lock (_gate)
        {
            return _refused.Take(most).ToDictionary();
        }
    }

    /// <summary>A key has arrived.</summary>
    public void Arrived(RedisKey key, TimeSpan? age)
    {
        Interlocked.Increment(ref _copied);
        lock (_gate)
        {
            _highestLag = Math.Max(_highestLag, age?.TotalMilliseconds ?? 0);
            if (_refused.Count > 0)
            {
                _refused.Remove(OwnKeys.Hashed(key));
            }
        }
    }

    /// <summary>A key is refused for good.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Refuse(Refusal refusal)
    {
        lock (_gate)
        {
            var name = OwnKeys.Hashed(refusal.Key);
            if (_refused.ContainsKey(name) || _refused.Count < MostNames)
            {
                return _refused.TryAdd(name, refusal.Reason);
            }
            _unnamed++;
            return false;
        }
    }

    /// <summary>Forgets what was refused: a new scan tries everything anew.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _refused.Clear();
            _unnamed = 0;
        }
    }

    /// <summary>The highest lag since the last call, in milliseconds.</summary>
    public double TakeHighestLag()
    {
        lock (_gate)
        {
            var highest = _highestLag;
            _highestLag = 0;
            return highest;
        }
    }
}
