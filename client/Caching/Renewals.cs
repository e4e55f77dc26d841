namespace SessionStore.Client.Caching;

/// <summary>Which sliding expirations this process has renewed lately: many reads of a session at once renew it once.</summary>
/// <param name="time">Tells the time.</param>
/// <param name="capacity">How many keys it remembers; beyond that it forgets all, which costs a few renewals more.</param>
internal sealed class Renewals(TimeProvider time, int capacity = 100_000)
{
    private const int MostAtOnce = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _until = [];
    private int _running;

    /// <summary>Whether a renewal is due for this process; it then counts as done for a tenth of the span.</summary>
    public bool TryBegin(string key, TimeSpan sliding)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_running >= MostAtOnce || (_until.TryGetValue(key, out var until) && until > now))
            {
                return false;
            }
            if (_until.Count >= capacity)
            {
                _until.Clear();
            }
            _until[key] = now + (sliding / 10);
            _running++;
            return true;
        }
    }

    /// <summary>A renewal has ended.</summary>
    public void End(string key, bool renewed)
    {
        lock (_gate)
        {
            _running--;
            if (!renewed)
            {
                _until.Remove(key);
            }
        }
    }

    /// <summary>A key was written with a new expiry, or removed: what was renewed before says nothing about it.</summary>
    public void Forget(string key)
    {
        lock (_gate)
        {
            _until.Remove(key);
        }
    }
}
