using StackExchange.Redis;

namespace SessionStore.Replicator.Copying;

/// <summary>
/// The keys that have to be copied: each once, however often it changes, and never twice at the same time. So what lands last is what was
/// read last, and a key that changes faster than it can be copied costs no more than one that does not.
/// </summary>
/// <param name="capacity">How many keys there may be.</param>
/// <param name="time">Tells the time.</param>
internal sealed partial class DirtyKeys(int capacity, TimeProvider time)
{
    // A scan leaves most of the room to what changes meanwhile.
    private const int ScanShare = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<RedisKey, Entry> _entries = [];
    private readonly Queue<RedisKey> _live = new(), _scanned = new();
    private readonly int _scanCapacity = Math.Max(1, capacity / ScanShare);
    private TaskCompletionSource _work = New();
    private TaskCompletionSource? _room;
    private int _scanning;

    /// <summary>Notes that a key has changed.</summary>
    /// <returns>False where there is no room: the change is lost, and only a scan finds it.</returns>
    public bool Changed(RedisKey key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                if (_entries.Count >= capacity)
                {
                    return false;
                }
                _entries[key] = entry = new(time.GetTimestamp()) { IsLive = true };
                Enqueue(_live, key);
            }
            else if (entry.IsBusy)
            {
                // What is on its way may be older than this change.
                entry.ChangedAgain ??= time.GetTimestamp();
            }
            else if (!entry.IsLive)
            {
                (entry.IsLive, entry.Since) = (true, time.GetTimestamp());
                Enqueue(_live, key);
            }
            return true;
        }
    }

    /// <summary>Notes a key that a scan has found, when there is room for it.</summary>
    public async ValueTask FoundAsync(RedisKey key, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_entries.ContainsKey(key))
                {
                    return;
                }
                if (_scanning < _scanCapacity && _entries.Count < capacity)
                {
                    _entries[key] = new(time.GetTimestamp()) { IsScanned = true };
                    _scanning++;
                    Enqueue(_scanned, key);
                    return;
                }
                room = (_room ??= New()).Task;
            }
            await room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes keys to copy; each has to be given back with <see cref="Done"/> or <see cref="Again"/>.</summary>
    /// <param name="most">How many at most.</param>
    public List<RedisKey> Take(int most)
    {
        lock (_gate)
        {
            var taken = new List<RedisKey>(Math.Min(most, _live.Count + _scanned.Count));
            // A scan has to come to an end also while much changes.
            Move(_live, taken, _scanned.Count == 0 ? most : Math.Max(1, most * 3 / 4));
            Move(_scanned, taken, most);
            Move(_live, taken, most);
            if (_live.Count + _scanned.Count == 0 && _work.Task.IsCompleted)
            {
                _work = New();
            }
            return taken;
        }
    }

    /// <summary>Waits until there is something to take.</summary>
    public Task WorkAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _work.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A key was copied.</summary>
    /// <returns>How old the change was; null for one that a scan has found.</returns>
    public TimeSpan? Done(RedisKey key)
    {
        lock (_gate)
        {
            var entry = _entries[key];
            var age = entry.IsLive ? time.GetElapsedTime(entry.Since) : default(TimeSpan?);
            if (entry.IsScanned)
            {
                entry.IsScanned = false;
                _scanning--;
            }
            if (entry.ChangedAgain is { } since)
            {
                (entry.IsBusy, entry.IsLive, entry.Since, entry.ChangedAgain) = (false, true, since, null);
                Enqueue(_live, key);
            }
            else
            {
                _entries.Remove(key);
            }
            // Not for each key: a scan is worth waking for a quarter of what it may have here.
            if (_room is { } room && _scanning <= _scanCapacity * 3 / 4 && _entries.Count < capacity)
            {
                _room = null;
                room.SetResult();
            }
            return age;
        }
    }

    /// <summary>A key could not be copied now.</summary>
    public void Again(RedisKey key)
    {
        lock (_gate)
        {
            var entry = _entries[key];
            if (entry.ChangedAgain is { } since && !entry.IsLive)
            {
                (entry.IsLive, entry.Since) = (true, since);
            }
            (entry.IsBusy, entry.ChangedAgain) = (false, null);
            Enqueue(entry.IsLive ? _live : _scanned, key);
        }
    }
}
