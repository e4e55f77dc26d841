using SessionStore.Client.Telemetry;

namespace SessionStore.Client.Connecting;

/// <summary>Taking connections out of use, and waking the loop.</summary>
internal sealed partial class Follower
{
    private readonly HashSet<Task> _closing = [];
    private TaskCompletionSource _wake = new(settings.Continuations);

    private void Replace(Generation generation, Exception failure)
    {
        if (generation.Link.IsPartial)
        {
            lock (_gate)
            {
                if (_current != generation || Interlocked.Exchange(ref _unwanted, generation.Number) == generation.Number)
                {
                    return;
                }
                _lastFailure = failure;
                _failures = FailuresAfter(generation);
            }
            Wake();
        }
        else
        {
            Retire(generation, settings.Budget, failure);
        }
    }

    private void Doubt(Generation generation)
    {
        Interlocked.Exchange(ref _doubted, generation.Number);
        Wake();
    }

    private void Retire(Generation generation, TimeSpan patience, Exception failure)
    {
        lock (_gate)
        {
            if (_current != generation)
            {
                return;
            }
            _current = null;
            _lastFailure = failure;
            _failures = FailuresAfter(generation);
        }
        Log.ConnectionLost(logger, settings.Name, generation.Endpoint.Host, failure.Message);
        Wake();
        Close(generation, patience);
    }

    // A connection that was good for a while has ended a series of failures; one that fails at once belongs to it.
    private int FailuresAfter(Generation generation) => time.GetUtcNow() - generation.Born > Pauses.Settled ? 0 : _failures + 1;

    private void Close(Generation generation, TimeSpan patience)
    {
        var closing = generation.RetireAsync(patience, time);
        lock (_gate)
        {
            _closing.RemoveWhere(task => task.IsCompleted);
            _closing.Add(closing);
        }
    }

    private Task[] ClosingNow()
    {
        lock (_gate)
        {
            return [.. _closing];
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            _wake.TrySetResult();
        }
    }

    // What wakes it from now on; what it was woken for before stands in the flags.
    private Task WakeUp()
    {
        lock (_gate)
        {
            return (_wake.Task.IsCompleted ? _wake = new(settings.Continuations) : _wake).Task;
        }
    }
}
