using StackExchange.Redis;

namespace SessionStore.Replicator.Copying;

/// <summary>How many there are, and how they stand in the queues.</summary>
internal sealed partial class DirtyKeys
{
    /// <summary>How many keys wait or are being copied.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>How many of them a scan has found, and have not yet been copied.</summary>
    public int Scanning
    {
        get
        {
            lock (_gate)
            {
                return _scanning;
            }
        }
    }

    /// <summary>The age of the oldest change that is not yet applied; zero where there is none.</summary>
    public TimeSpan Oldest
    {
        get
        {
            lock (_gate)
            {
                var oldest = long.MaxValue;
                foreach (var entry in _entries.Values)
                {
                    oldest = entry.IsLive ? Math.Min(oldest, entry.Since) : oldest;
                }
                return oldest == long.MaxValue ? TimeSpan.Zero : time.GetElapsedTime(oldest);
            }
        }
    }

    private void Move(Queue<RedisKey> from, List<RedisKey> taken, int most)
    {
        while (taken.Count < most && from.TryDequeue(out var key))
        {
            // A key that a scan had found and that has changed since stands in both queues.
            if (_entries.TryGetValue(key, out var entry) && !entry.IsBusy)
            {
                entry.IsBusy = true;
                taken.Add(key);
            }
        }
    }

    private void Enqueue(Queue<RedisKey> queue, RedisKey key)
    {
        queue.Enqueue(key);
        _work.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Entry(long since)
    {
        public long Since { get; set; } = since;

        public long? ChangedAgain { get; set; }

        public bool IsLive { get; set; }

        public bool IsScanned { get; set; }

        public bool IsBusy { get; set; }
    }
}
