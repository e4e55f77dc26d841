using SessionStore.Ops;
using SessionStore.Ops.Writes;

namespace SessionStore.EndToEnd.Tests.Operations.Writes;

/// <summary>The operator's terminal is closed, or his machine dies.</summary>
internal sealed class Killed : Exception;

/// <summary>
/// Two stores, the replicator between them, the name, and a client that follows it late, on a clock that ticks while anything is done.
/// Deeds fail before they have done anything or after, and whoever does them is killed.
/// </summary>
/// <param name="trouble">How often something goes wrong, of a hundred.</param>
internal sealed class PromotionModel(Random random, int trouble) : IPromotionDeeds
{
    private const int Following = 12;

    private readonly HashSet<int> _old = [], _copy = [];
    private int _value = random.Next(3), _effective, _takesEffect, _written, _now, _follows;
    private bool _held;

    /// <summary>The parameter, as ElastiCache shows it.</summary>
    public int Value => _value;

    /// <summary>The parameter as it was in the beginning.</summary>
    public int Before { get; private set; } = -1;

    public bool Moved { get; private set; }

    /// <summary>Whether it could not be set back, or nobody knows whether it was.</summary>
    public bool Stuck { get; private set; }

    /// <summary>What somebody else does meanwhile.</summary>
    public Action Closing { get; set; } = () => { };

    /// <summary>Lets somebody else change the parameter, or move the name.</summary>
    public void Meddle(int value, bool moved) => (_value, Moved) = (value, moved);

    /// <summary>Whether things still go wrong.</summary>
    public bool Troubled { get; set; } = true;

    /// <summary>Whether the old writer's store takes writes.</summary>
    public bool Takes => _effective < MinReplicas.Refusing;

    /// <summary>What was acknowledged by the old writer and is not in the promoted Region.</summary>
    public IEnumerable<int> Lost => _old.Except(_copy);

    /// <summary>Lets some time pass, in which nobody does anything.</summary>
    public void Pass(int ticks)
    {
        Before = Before < 0 ? _effective = _value : Before;
        for (var tick = 0; tick < ticks; tick++)
        {
            Tick();
        }
    }

    /// <summary>Opens the promoted Region's store to its replicator again, and lets that fill it: before that nobody is promoted.</summary>
    public void Reopen()
    {
        _held = false;
        Pass(200);
    }

    public async Task<MinReplicas?> ReadAsync(CancellationToken cancellationToken)
    {
        await DoAsync(() => { }, 1);
        return new("store", _value, 10, true, "0-", true, []);
    }

    public async Task SetAsync(MinReplicas now, int value, CancellationToken cancellationToken)
    {
        Stuck = value < MinReplicas.Refusing;
        await DoAsync(() => (_value, _takesEffect) = (value, _now + random.Next(8)), 2);
        Stuck = false;
    }

    public Task FollowAsync(bool takesWrites, CancellationToken cancellationToken) => DoAsync(() => Until(() => Takes == takesWrites), 1);

    public Task DrainAsync(CancellationToken cancellationToken) => DoAsync(
        () =>
        {
            var before = _old.ToArray();
            _held = false;
            Until(() => before.All(_copy.Contains));
        },
        1);

    public Task CloseAsync(CancellationToken cancellationToken)
    {
        Closing();
        return DoAsync(() => _held = true, 2);
    }

    public Task OrderAsync(CancellationToken cancellationToken) => DoAsync(
        () => (Moved, _follows) = (true, Moved ? _follows : _now + random.Next(Following)), 4);

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        Pass(Following);
        return Task.CompletedTask;
    }

    public Task<Led> NameAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Goes(wrong: trouble) ? Led.Unknown : Moved ? Led.There : Led.Elsewhere);

    private Task DoAsync(Action deed, int longest)
    {
        Pass(1 + random.Next(longest));
        Interrupt();
        deed();
        Interrupt();
        return Task.CompletedTask;
    }

    private void Interrupt()
    {
        if (Goes(wrong: trouble / 2))
        {
            throw random.Next(2) == 0 ? new Killed() : new OpsException("trouble");
        }
    }

    private bool Goes(int wrong) => Troubled && random.Next(100) < wrong;

    private void Until(Func<bool> done)
    {
        for (var tick = 0; !done(); tick++)
        {
            if (tick == 100)
            {
                throw new OpsException("not in time");
            }
            Tick();
        }
    }

    private void Tick()
    {
        _now++;
        _effective = _now >= _takesEffect ? _value : _effective;
        if (Takes && !(Moved && _now >= _follows))
        {
            _old.Add(++_written);
        }
        if (!_held && random.Next(3) > 0)
        {
            _copy.UnionWith(_old.Except(_copy).Take(3).ToArray());
        }
    }
}
