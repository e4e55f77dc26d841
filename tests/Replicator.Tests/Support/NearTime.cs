namespace SessionStore.Replicator.Tests.Support;

/// <summary>The system's clock, on which whoever waits for hours waits until the test says that they are over.</summary>
internal sealed class NearTime(TimeOnly begins) : TimeProvider
{
    private static readonly TimeSpan _long = TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private readonly List<Held> _held = [];
    private TimeSpan _ahead = begins.ToTimeSpan() - System.GetUtcNow().TimeOfDay;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < _long)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }
        lock (_gate)
        {
            _held.Add(new(() => callback(state), dueTime));
            return _held[^1];
        }
    }

    /// <summary>Whether anybody waits for hours.</summary>
    public bool Waits
    {
        get
        {
            lock (_gate)
            {
                return _held.Exists(held => !held.IsOver);
            }
        }
    }

    /// <summary>Has the one long wait be over.</summary>
    /// <returns>How long it was to be.</returns>
    public TimeSpan Strike()
    {
        Held only;
        lock (_gate)
        {
            only = _held.Single(held => !held.IsOver);
            only.IsOver = true;
            _ahead += only.Due;
        }
        only.Fire();
        return only.Due;
    }

    private sealed class Held(Action fire, TimeSpan due) : ITimer
    {
        public TimeSpan Due => due;

        public bool IsOver { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => IsOver = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
