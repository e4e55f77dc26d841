using Microsoft.Extensions.Logging;
using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Stores;
using SessionStore.Replicator.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Copying;

/// <summary>What becomes of a key that the target does not take.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CopierTests
{
    private readonly LogLines _lines = new();
    private readonly Tally _tally = new();
    private readonly DirtyKeys _dirty = new(100, TimeProvider.System);

    [Test]
    public async Task A_payload_that_the_engine_does_not_know_is_named_once_counted_and_forgotten_when_the_key_arrives()
    {
        var target = new Target { Reason = "ERR DUMP payload version or checksum are wrong" };
        await using var running = Run(target);

        _dirty.Changed("a");
        await Pair.UntilAsync(() => _tally.Refused == 1 && _dirty.Count == 0, "the refusal");
        _dirty.Changed("a");
        await Pair.UntilAsync(() => target.Batches == 2 && _dirty.Count == 0, "another");
        Assert.That(_lines.Texts.Where(line => line.StartsWith("5:", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            $"5: The target does not take key {OwnKeys.Hashed("a")} (hashed): ERR DUMP payload version or checksum are wrong",
        }));

        target.Reason = null;
        _dirty.Changed("a");
        await Pair.UntilAsync(() => _tally.Refused == 0, "its arrival");
        Assert.That(_tally.Copied, Is.EqualTo(1));
    }

    [TestCase("OOM command not allowed when used memory > 'maxmemory'.")]
    [TestCase("ERR Script attempted to access a non local key in a cluster node")]
    public async Task What_passes_is_tried_again(string reason)
    {
        var target = new Target { Reason = reason };
        await using var running = Run(target);

        _dirty.Changed("a");
        await Pair.UntilAsync(() => target.Batches >= 2, "another try");
        Assert.That((_tally.Refused, _dirty.Count), Is.EqualTo((0, 1)));
        target.Reason = null;
        await Pair.UntilAsync(() => _dirty.Count == 0, "its arrival");
    }

    [Test]
    public void What_one_batch_fails_with_is_the_end_of_all()
    {
        _dirty.Changed("a");
        Assert.That(
            async () => await new Copier(_dirty, new Source(), new Target { Failure = new FencedException("") }, _tally, _lines)
                .RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1)),
            Throws.TypeOf<FencedException>());
        Assert.That((_tally.Copied, _dirty.Count), Is.EqualTo((0, 1)));
    }

    [Test]
    public void Large_values_make_small_batches()
    {
        var sizes = new Sizes();
        Assert.That(sizes.Next, Is.EqualTo(32));
        sizes.Learn([new("a", new byte[1 << 20], 0)]);
        Assert.That(sizes.Next, Is.EqualTo(2));
        for (var number = 0; number < 100; number++)
        {
            sizes.Learn([new("a", new byte[1000], 0)]);
        }
        Assert.That(sizes.Next, Is.EqualTo(256));
    }

    private Running Run(ITargetWriter target) => new(end => new Copier(_dirty, new Source(), target, _tally, _lines).RunAsync(end));

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _task;

        public Running(Func<CancellationToken, Task> run) => _task = run(_end.Token);

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await Task.WhenAny(_task);
            _end.Dispose();
        }
    }

    private sealed class Source : ISourceReader
    {
        public Task<Copy[]> ReadAsync(IReadOnlyList<RedisKey> keys) => Task.FromResult(keys.Select(key => new Copy(key, [1], 0)).ToArray());
    }

    private sealed class Target : ITargetWriter
    {
        private int _batches;

        public string? Reason { get; set; }

        public Exception? Failure { get; init; }

        public int Batches => Volatile.Read(ref _batches);

        public Task<IReadOnlyList<Refusal>> ApplyAsync(IReadOnlyList<Copy> copies)
        {
            Interlocked.Increment(ref _batches);
            return Failure is { } failure ? Task.FromException<IReadOnlyList<Refusal>>(failure) : Task.FromResult<IReadOnlyList<Refusal>>(
                Reason is { } reason ? [.. copies.Select(copy => new Refusal(copy.Key, reason))] : []);
        }
    }
}
