namespace SessionStore.Lambda.Tests.Support;

/// <summary>A clock that stands still until a test moves it; its timers fire in order as it passes them.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 21, 4, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan time) => _now += time;

    /// <summary>Runs work to its end, moving the clock to the next timer whenever the work waits for one.</summary>
    public async Task RunAsync(Func<Task> start)
    {
        // Without a context, what waits for a timer goes on at once and in this thread: the next timer to fire is then the right one.
        SynchronizationContext.SetSynchronizationContext(null);
        var work = start();
        while (!work.IsCompleted)
        {
            if (NextTimer() is { } next)
            {
                _now = next.Due > _now ? next.Due : _now;
                next.Fire();
            }
            else
            {
                await Task.Yield();
            }
        }
        await work;
    }

    /// <summary>Moves the clock, timer by timer, to a moment; all that waits for the timers goes on in their order.</summary>
    public void RunUntil(DateTimeOffset end)
    {
        while (NextTimer() is { } next && next.Due <= end)
        {
            _now = next.Due > _now ? next.Due : _now;
            next.Fire();
        }
        _now = end;
    }

    private Timer? NextTimer()
    {
        lock (_timers)
        {
            return _timers.MinBy(timer => timer.Due);
        }
    }

    private sealed class Timer(FakeTime clock, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire()
        {
            Dispose();
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._timers)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }
            }
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
