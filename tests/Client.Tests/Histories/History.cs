using System.Text;
using SessionStore.Client.Connecting;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Histories;

/// <summary>One application's operations in one world, and what was promised about them.</summary>
internal sealed class History(int seed, Func<Failure, bool, TimeSpan, bool, Recovery>? decide, bool stale = false)
{
    private const int Operations = 150;
    private static readonly TimeSpan _length = TimeSpan.FromMinutes(2), _calm = TimeSpan.FromSeconds(30);

    private readonly List<string> _broken = [];
    private readonly List<(int Operation, bool Repeatable, bool? Acknowledged, bool MayBeDone)> _ended = [];
    private readonly StringBuilder _trace = new();

    public string Trace => _trace.ToString();

    /// <summary>Runs it.</summary>
    /// <returns>The laws that were broken.</returns>
    public IReadOnlyList<string> Run()
    {
        var before = SynchronizationContext.Current;
        var pump = new Pump();
        SynchronizationContext.SetSynchronizationContext(pump);
        using var world = new World(seed, decide) { IsStale = stale };
        try
        {
            var work = WorkAsync(world);
            Pass(world, pump, _length);
            world.Heal();
            Pass(world, pump, _calm);
            if (!work.IsCompletedSuccessfully)
            {
                _broken.Add($"the operations do not end: {work.Status} {work.Exception}");
                return _broken;
            }
            Check(world);
            var recovered = world.Follower.ExecuteAsync(Operations, (link, number) => ((FakeLink)link).SendAsync(number), false,
                CancellationToken.None);
            Pass(world, pump, TimeSpan.FromSeconds(1));
            if (!recovered.IsCompletedSuccessfully || world.Follower.Current?.Endpoint.Host != world.Leads.Host)
            {
                _broken.Add(
                    $"does not recover: {recovered.Status}, at {world.Follower.Current?.Endpoint.Host} instead of {world.Leads.Host}");
            }
            Open(world, 1);
            var disposed = world.Follower.DisposeAsync();
            Pass(world, pump, World.Budget);
            Law(disposed.IsCompletedSuccessfully, "it does not end when it is disposed of");
            Open(world, 0);
            Law(pump.Strays == 0, "something ran on another thread");
            return _broken;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private async Task WorkAsync(World world)
    {
        var running = new List<Task>();
        for (var number = 0; number < Operations; number++)
        {
            await world.DelayAsync(0, 1500);
            if (world.Chance(0.3))
            {
                world.Disturb();
            }
            TimeSpan? patience = world.Next(4) == 0 ? TimeSpan.FromMilliseconds(world.Next(5000)) : null;
            running.Add(OperateAsync(world, number, repeatable: world.Next(2) == 0, patience));
        }
        await Task.WhenAll(running);
    }

    private async Task OperateAsync(World world, int number, bool repeatable, TimeSpan? patience)
    {
        using var cancellation = patience is { } soon ? new CancellationTokenSource(soon, world.Time) : new();
        var started = world.Time.Now;
        var (acknowledged, mayBeDone, outcome) = ((bool?)false, false, "acknowledged");
        try
        {
            var answer = await world.Follower.ExecuteAsync(number, (link, operation) => ((FakeLink)link).SendAsync(operation), repeatable,
                patience is null ? default : cancellation.Token);
            Law(answer == number, $"operation {number} got the answer of {answer}");
            acknowledged = true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            (acknowledged, outcome) = (null, "cancelled");
            Law(world.Time.Now - started <= patience, $"operation {number} went on after its cancellation");
        }
        catch (SessionStoreUnavailableException failure)
        {
            (mayBeDone, outcome) = (failure.MayHaveBeenDone, failure.Message);
        }
        catch (RedisException failure)
        {
            outcome = failure.Message;
        }
        Law(world.Time.Now - started <= World.Budget, $"operation {number} took longer than the budget: {world.Time.Now - started}");
        _ended.Add((number, repeatable, acknowledged, mayBeDone));
        _trace.Append(System.Globalization.CultureInfo.InvariantCulture, $"{world.Time.Now} {number} {outcome}\n");
    }

    private void Check(World world)
    {
        var executed = world.Servers.SelectMany(server => server.Executed).GroupBy(number => number)
            .ToDictionary(group => group.Key, group => group.Count());
        foreach (var (number, repeatable, acknowledged, mayBeDone) in _ended)
        {
            var times = executed.GetValueOrDefault(number);
            Law(repeatable || times <= 1, $"operation {number} was done twice and is not repeatable");
            Law(acknowledged != true || times >= 1, $"operation {number} was acknowledged and never done");
            Law(acknowledged != false || mayBeDone || times == 0, $"operation {number} was not done, it said, and was");
        }
        Law(_ended.Count == Operations, $"{_ended.Count} operations ended");
        Law(world.Connector.Most == 1, $"{world.Connector.Most} attempts to connect at once");
        Law(world.Connector.Attempts <= _length.TotalSeconds * 4, $"{world.Connector.Attempts} attempts to connect in {_length}");
    }

    private void Open(World world, int most)
    {
        var open = world.Servers.Sum(server => server.Links.Count);
        Law(open <= most, $"{open} connections are open, expected {most} at most");
    }

    private void Law(bool kept, string broken)
    {
        if (!kept)
        {
            _broken.Add(broken);
        }
    }

    public static void Pass(World world, Pump pump, TimeSpan span)
    {
        var limit = world.Time.Now + span;
        do
        {
            pump.RunAll();
        }
        while (world.Time.Step(limit));
        pump.RunAll();
    }
}
