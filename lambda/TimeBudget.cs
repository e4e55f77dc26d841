namespace SessionStore.Failover;

/// <summary>The time that an invocation has left, less a margin in which it can still say why it fails.</summary>
internal sealed class TimeBudget : IDisposable
{
    /// <summary>How long before Lambda's own deadline the work ends.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan _whole;
    private readonly CancellationTokenSource _end;

    /// <summary>Starts the clock.</summary>
    /// <param name="remaining">What Lambda leaves the invocation.</param>
    /// <param name="time">Tells the time.</param>
    public TimeBudget(TimeSpan remaining, TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _whole = remaining > Margin ? remaining - Margin : TimeSpan.Zero;
        _end = new CancellationTokenSource(_whole, time);
    }

    /// <summary>Cancelled when the budget is spent.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>What is left; never negative.</summary>
    public TimeSpan Left => _whole - Used is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>What was used since the start.</summary>
    public TimeSpan Used => _time.GetElapsedTime(_start);

    /// <summary>Waits for a while within the budget.</summary>
    /// <exception cref="OperationCanceledException">The budget ended first.</exception>
    public Task PauseAsync(TimeSpan pause) => Task.Delay(pause, _time, Token);

    /// <inheritdoc />
    public void Dispose() => _end.Dispose();
}
