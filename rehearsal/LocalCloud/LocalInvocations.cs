using System.Collections.Concurrent;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// Lambda's asynchronous invocations of a Region's function: each event has an environment of its own, a failed one is tried twice more
/// and then goes to the on-failure destination.
/// </summary>
internal sealed class LocalInvocations : IAsyncDisposable
{
    private readonly Func<LocalFunction> _create;
    private readonly TimeSpan _minute;
    private readonly ConcurrentBag<LocalFunction> _idle = [];
    private readonly ConcurrentBag<LocalFunction> _all = [];
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _atOnce = new(4);
    private int _deadLetters;

    /// <summary>Begins without an environment.</summary>
    /// <param name="create">Makes one more environment of the Region's function.</param>
    /// <param name="minute">How long a minute is.</param>
    public LocalInvocations(Func<LocalFunction> create, TimeSpan minute) => (_create, _minute) = (create, minute);

    /// <summary>Whether the Region is up: in a lost Region nothing is invoked.</summary>
    public bool Up { get; set; } = true;

    /// <summary>How many events could not be carried out.</summary>
    public int DeadLetters => _deadLetters;

    /// <summary>Called with every message and its invocation.</summary>
    public Func<string, Invocation, Task> Invoked { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called with what Lambda sends to the on-failure destination: its record of an invocation that it gave up.</summary>
    public Func<string, Task> GivenUp { get; set; } = _ => Task.CompletedTask;

    /// <summary>Takes an event; the invocation goes on by itself.</summary>
    /// <param name="message">What the event is about, for <see cref="Invoked"/>.</param>
    /// <param name="late">How long the event is on its way.</param>
    public void Start(string payload, string message, TimeSpan late = default)
    {
        var invocation = InvokeAsync(payload, message, late);
        _running[invocation] = true;
        _ = invocation.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>Ends the environments that have nothing to do, so that the next invocations are cold starts.</summary>
    public async Task RecycleAsync()
    {
        while (_idle.TryTake(out var idle))
        {
            await idle.EndAsync();
        }
    }

    /// <summary>Waits until every event that was taken has been carried out or has become a dead letter.</summary>
    public Task DrainAsync() => Task.WhenAll(_running.Keys);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running.Keys.Select(invocation => invocation.ContinueWith(_ => { }, TaskScheduler.Default)));
        foreach (var function in _all)
        {
            await function.DisposeAsync();
        }
        _end.Dispose();
        _atOnce.Dispose();
    }

    private async Task InvokeAsync(string payload, string message, TimeSpan late)
    {
        await Task.Delay(late, _end.Token);
        var answer = "";
        for (var attempt = 0; attempt <= 2; attempt++)
        {
            // Lambda waits one minute before the second try and two before the third.
            await Task.Delay(_minute * attempt, _end.Token);
            if (!Up)
            {
                return;
            }
            await _atOnce.WaitAsync(_end.Token);
            var function = _idle.TryTake(out var idle) ? idle : _create();
            try
            {
                if (idle is null)
                {
                    _all.Add(function);
                }
                var invocation = await function.InvokeAsync(payload, _end.Token);
                await Invoked(message, invocation);
                if (invocation.Outcome.Succeeded)
                {
                    return;
                }
                answer = invocation.Outcome.Body;
            }
            finally
            {
                _idle.Add(function);
                _atOnce.Release();
            }
        }
        Interlocked.Increment(ref _deadLetters);
        await GivenUp(SnsEvent.Failure(payload, answer));
    }
}
