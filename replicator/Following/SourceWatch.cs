using SessionStore.Replicator.Stores;
using StackExchange.Redis;

namespace SessionStore.Replicator.Following;

/// <summary>Looks at the source for what its notifications do not tell, and whether they tell anything.</summary>
/// <param name="source">The source.</param>
/// <param name="notifications">What has been heard of it.</param>
internal sealed class SourceWatch(Link source, Notifications notifications)
{
    // A change that was counted a moment ago may not have been heard yet.
    private const int LooksUntilDeaf = 3;

    private static readonly string[] _sections = ["server", "commandstats", "persistence"];

    private SourceFacts? _first, _last;
    private int _unheard;

    /// <summary>
    /// Whether the source does not tell of its changes: it says so, or changes and has told nothing since it was subscribed to.
    /// </summary>
    public bool IsDeaf { get; private set; }

    /// <summary>What the source's notify-keyspace-events is; null where it does not say, as on ElastiCache.</summary>
    public string? Setting { get; private set; }

    /// <summary>Looks for the first time: once the subscription is there, and before anything is read.</summary>
    public async Task BeginAsync()
    {
        _first = _last = await LookAsync();
        Setting = await AskAsync();
        IsDeaf = Setting is { } events && !Suffices(events);
    }

    /// <summary>Looks again, and loses the connection where the source has changed in a way that it did not tell.</summary>
    public async Task CheckAsync()
    {
        var now = await LookAsync();
        if (now.Run != _first!.Run)
        {
            source.Lose("the source's nodes are others than before, or were restarted");
        }
        if (now.Flushes > _first.Flushes)
        {
            source.Lose("a database of the source was emptied or swapped");
        }
        var wasDeaf = IsDeaf;
        if (Setting is not null)
        {
            Setting = await AskAsync();
            IsDeaf = Setting is { } events && !Suffices(events);
        }
        else
        {
            _unheard = notifications.Heard > 0 ? 0 : now.Changes > _last!.Changes ? _unheard + 1 : _unheard;
            IsDeaf = _unheard >= LooksUntilDeaf;
        }
        if (wasDeaf && !IsDeaf)
        {
            source.Lose("the source tells of its changes only since now");
        }
        _last = now;
    }

    /// <summary>Whether a value of notify-keyspace-events is enough: K, and A or all classes of it (Valkey documentation).</summary>
    public static bool Suffices(string events) =>
        events.Contains('K', StringComparison.Ordinal)
        && (events.Contains('A', StringComparison.Ordinal) || "g$lshzxet".All(events.Contains));

    // ElastiCache has no CONFIG, and an access string may forbid it.
    private async Task<string?> AskAsync()
    {
        try
        {
            return (RedisResult[]?)await source.Primaries[0].ExecuteAsync("CONFIG", "GET", "notify-keyspace-events") is [_, var value]
                ? (string?)value : null;
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    private async Task<SourceFacts> LookAsync() =>
        SourceFacts.Of(await Task.WhenAll(source.Primaries.Select(LookAsync)), source.Topology());

    private static async Task<SourceFacts> LookAsync(IServer server)
    {
        try
        {
            // As text: the library takes INFO for an administrator's command.
            var sections = await Task.WhenAll(_sections.Select(section => server.ExecuteAsync("INFO", section)));
            return SourceFacts.Of(string.Join('\n', sections.Select(text => (string?)text)));
        }
        catch (RedisServerException)
        {
            // Forbidden by an access string: the daily comparison finds what this would have.
            return new("", null, null);
        }
    }
}
