namespace SessionStore.Client.Tests.Histories;

/// <summary>One thread that everything runs on, in the order in which it was posted: the same seed gives the same history.</summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>How often something ran on another thread: such a history cannot be replayed.</summary>
    public int Strays { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Strays++;
        }
        _queue.Enqueue((d, state));
    }

    public void RunAll()
    {
        while (_queue.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }
}
