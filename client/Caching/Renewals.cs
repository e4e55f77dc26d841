namespace SessionStore.Client.Caching;

/// <summary>
/// Which sliding expirations are known to be young: this process has written, renewed or looked at them within a tenth of their span. Their
/// readers need not ask, and many readers at once ask once.
/// </summary>
/// <param name="time">Tells the time.</param>
/// <param name="capacity">How many keys it remembers; beyond that it forgets all, which costs a few questions more.</param>
internal sealed class Renewals(TimeProvider time, int capacity = 100_000)
{
    private const int MostAtOnce = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (TimeSpan Sliding, DateTimeOffset Until)> _young = [];
    private int _running;

    /// <summary>Whether a reader has to look how old an expiration is; it then counts as young.</summary>
    public bool TryBegin(string key, TimeSpan sliding)
    {
        lock (_gate)
        {
            // Another span is another session: somebody else has written it.
            if (_running >= MostAtOnce || IsYoung(key, sliding))
            {
                return false;
            }
            _running++;
        }
        Written(key, sliding);
        return true;
    }

    /// <summary>Whether a key is known to be there and to expire: it was written or looked at lately.</summary>
    public bool IsYoung(string key, TimeSpan? sliding)
    {
        lock (_gate)
        {
            return _young.TryGetValue(key, out var young) && young.Until > time.GetUtcNow() && young.Sliding == sliding;
        }
    }

    /// <summary>A look, and the renewal that may have followed, has ended.</summary>
    public void End(string key, bool succeeded)
    {
        lock (_gate)
        {
            _running--;
            if (!succeeded)
            {
                _young.Remove(key);
            }
        }
    }

    /// <summary>A key was written.</summary>
    /// <param name="key">The key.</param>
    /// <param name="sliding">Its span; null for none, or for a key that was removed or whose state is not known.</param>
    public void Written(string key, TimeSpan? sliding)
    {
        lock (_gate)
        {
            if (sliding is not { } span)
            {
                _young.Remove(key);
                return;
            }
            if (_young.Count >= capacity)
            {
                _young.Clear();
            }
            _young[key] = (span, time.GetUtcNow() + (span / 10));
        }
    }
}
