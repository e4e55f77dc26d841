namespace SessionStore.Client.Tests.Support;

/// <summary>A clock that goes only when it is told to, timer by timer in the order that they are due.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly SortedSet<ManualTimer> _timers = new(Comparer<ManualTimer>.Create((left, right) => (left.Due, left.Id)
        .CompareTo((right.Due, right.Id))));
    private long _ticks;
    private long _ids;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Now => TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state, Interlocked.Increment(ref _ids));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes to the next timer that is due until then, and fires it.</summary>
    /// <returns>False when there is none; the clock stands at the limit then.</returns>
    public bool Step(TimeSpan limit)
    {
        ManualTimer? next;
        lock (_gate)
        {
            next = _timers.Min;
            if (next is null || next.Due > limit)
            {
                Volatile.Write(ref _ticks, Math.Max(_ticks, limit.Ticks));
                return false;
            }
            _timers.Remove(next);
            Volatile.Write(ref _ticks, Math.Max(_ticks, next.Due.Ticks));
        }
        next.Fire();
        return true;
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan span)
    {
        for (var limit = Now + span; Step(limit);)
        {
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state, long id) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public long Id => id;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time.Now + dueTime;
                    time._timers.Add(this);
                }
            }
            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
