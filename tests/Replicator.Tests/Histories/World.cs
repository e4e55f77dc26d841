using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Fencing;

namespace SessionStore.Replicator.Tests.Histories;

/// <summary>
/// Two stores, a name and its resolver, on a clock of their own. Source and target are A and B; a value is the number of the write, so that
/// no two are equal.
/// </summary>
internal sealed class World(int seed)
{
    public const int Keys = 16;

    // How far the resolver may be behind, and how long anything may be on its way. Together they are what docs/replication.md promises.
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(5), Latest = TimeSpan.FromSeconds(2), Lease = TimeSpan.FromSeconds(5),
        Settle = TimeSpan.FromSeconds(30);

    private readonly List<(TimeSpan At, bool IsOwn)> _moves = [(TimeSpan.Zero, false)];
    private (string Value, TimeSpan Until) _fence = ("", TimeSpan.MaxValue);
    private int _writes;

    public ManualTime Time { get; } = new();

    public Random Random { get; } = new(seed);

    public Dictionary<int, int> A { get; } = [];

    public Dictionary<int, int> B { get; } = [];

    /// <summary>What B's own writers were told is written, once every worker should know that B has the name.</summary>
    public Dictionary<int, int?> Acknowledged { get; } = [];

    public List<string> Broken { get; } = [];

    public bool ResolverIsDown { get; set; }

    /// <summary>Whether B answers NOREPLICAS to every write, a worker's and its own Region's.</summary>
    public bool RefusesWrites { get; set; }

    /// <summary>Whether a worker has decided, since the last move, that its own Region has the name.</summary>
    public bool IsClosed { get; set; }

    public TimeSpan Now => Time.Now;

    public bool IsOwn => _moves[^1].IsOwn;

    /// <summary>Whoever hears of A's changes.</summary>
    public event Action<int>? Changed;

    public string Fence => _fence.Until > Now ? _fence.Value : "";

    public void SetFence(string value, TimeSpan? life = null) => _fence = (value, life is { } span ? Now + span : TimeSpan.MaxValue);

    public void After(TimeSpan delay, Action action) => Time.CreateTimer(_ => action(), null, delay, Timeout.InfiniteTimeSpan);

    /// <summary>Does something after a while, now and then a long one.</summary>
    public void Later(Action action) => After(Random.Next(20) == 0 ? Between(0, (int)Latest.TotalMilliseconds - 1) : Between(1, 30),
        action);

    public TimeSpan Between(int least, int most) => TimeSpan.FromMilliseconds(Random.Next(least, most));

    /// <summary>What the resolver says: the truth, or any that was it within the last seconds; null for nothing.</summary>
    public bool? Resolve()
    {
        if (ResolverIsDown)
        {
            return null;
        }
        var possible = _moves.Where((move, index) => index == _moves.Count - 1 || _moves[index + 1].At > Now - Stale).ToArray();
        return possible[Random.Next(possible.Length)].IsOwn;
    }

    public void Move(bool toOwn)
    {
        _moves.Add((Now, toOwn));
        IsClosed = false;
        Acknowledged.Clear();
    }

    public void WriteAtA()
    {
        var key = Random.Next(Keys);
        if (Random.Next(4) == 0)
        {
            A.Remove(key);
        }
        else
        {
            A[key] = ++_writes;
        }
        Changed?.Invoke(key);
    }

    /// <summary>A write of B's own Region; it counts where an order holds the fence, once a worker has closed
    /// it, or when none can be unaware any more.</summary>
    public void WriteAtB()
    {
        var key = Random.Next(Keys);
        if (RefusesWrites)
        {
            return;
        }
        B[key] = -++_writes;
        if (IsOwn && (Fence == FenceValues.Held || IsClosed || Now - _moves[^1].At > Stale + Lease + Lease + Latest))
        {
            Acknowledged[key] = B[key];
        }
        else
        {
            Acknowledged.Remove(key);
        }
    }

    /// <summary>A worker's change lands.</summary>
    public void Apply(int key, int? value, string why)
    {
        if (Acknowledged.TryGetValue(key, out var acknowledged) && IsOwn)
        {
            Broken.Add($"{Now}: {why} overwrote {acknowledged} of key {key}, which B's own writer was told is written");
        }
        if (value is { } written)
        {
            B[key] = written;
        }
        else
        {
            B.Remove(key);
        }
    }

    public bool AreEqual => A.Count == B.Count && A.All(pair => B.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
