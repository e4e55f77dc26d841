using System.Collections.Concurrent;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// A Region's topic and what Lambda does with what it hands over: every message is an invocation of its own, a failed one is tried
/// twice more and then becomes a dead letter.
/// </summary>
public sealed class LocalTopic : IAsyncDisposable
{
    private readonly Func<LocalFunction> _create;
    private readonly TimeSpan _tick;
    private readonly ConcurrentBag<LocalFunction> _idle = [];
    private readonly ConcurrentBag<LocalFunction> _all = [];
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _atOnce = new(4);
    private int _deadLetters;

    /// <summary>Creates a topic.</summary>
    /// <param name="create">Makes one more environment of the Region's function.</param>
    /// <param name="tick">How long a minute is.</param>
    public LocalTopic(Func<LocalFunction> create, TimeSpan tick) => (_create, _tick) = (create, tick);

    /// <summary>Whether the Region is up: in a lost Region nothing is delivered.</summary>
    public bool Up { get; set; } = true;

    /// <summary>How many messages could not be carried out.</summary>
    public int DeadLetters => _deadLetters;

    /// <summary>Called with every message and its invocation.</summary>
    public Func<string, Invocation, Task> Invoked { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called with what Lambda sends to the on-failure destination: its record of an invocation that it gave up.</summary>
    public Func<string, Task> GivenUp { get; set; } = _ => Task.CompletedTask;

    /// <summary>Publishes a message; the delivery goes on by itself.</summary>
    /// <param name="message">The message.</param>
    /// <param name="late">How long it is on its way.</param>
    public void Publish(string message, TimeSpan late = default)
    {
        if (!Up)
        {
            return;
        }
        var delivery = DeliverAsync(message, late);
        _running[delivery] = true;
        _ = delivery.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>Asks the function to look, every minute, as the rule does.</summary>
    public async Task RunRuleAsync(string message, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_tick);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Publish(message);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>Waits until everything that was published has been carried out or has become a dead letter.</summary>
    public Task DrainAsync() => Task.WhenAll(_running.Keys);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running.Keys.Select(delivery => delivery.ContinueWith(_ => { }, TaskScheduler.Default)));
        foreach (var function in _all)
        {
            await function.DisposeAsync();
        }
        _end.Dispose();
        _atOnce.Dispose();
    }

    private async Task DeliverAsync(string message, TimeSpan late)
    {
        await Task.Delay(late, _end.Token);
        var @event = SnsEvent.Of(message);
        var answer = "";
        for (var attempt = 0; attempt <= 2; attempt++)
        {
            // Lambda waits one minute before the second try and two before the third.
            await Task.Delay(_tick * attempt, _end.Token);
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
                var invocation = await function.InvokeAsync(@event, _end.Token);
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
        await GivenUp(SnsEvent.Failure(@event, answer));
    }
}
