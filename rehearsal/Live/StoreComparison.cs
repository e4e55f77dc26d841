using System.Globalization;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// Compares two stores with nothing of the replicator's: every key by what it holds and by when it ends. DUMP says what any type holds
/// (https://valkey.io/commands/dump/), but in the order in which the server keeps it: large hashes and sets have one of each server's own.
/// </summary>
internal static class StoreComparison
{
    private const string Fences = "session-store:replicator:";

    private static readonly TimeSpan _expiry = TimeSpan.FromSeconds(1);

    /// <summary>What differs.</summary>
    /// <exception cref="IOException">A server is down.</exception>
    public static async Task<StoreDifferences> OfAsync(ValkeyServer writer, ValkeyServer copy)
    {
        var (all, differences) = ((await KeysAsync(writer)).Union(await KeysAsync(copy)).ToArray(), new List<string>());
        foreach (var key in all)
        {
            if (Difference(await ReadAsync(writer, key), await ReadAsync(copy, key)) is { } difference)
            {
                differences.Add($"{key} {difference}");
            }
        }
        return new(all.Length, differences);
    }

    private static string? Difference((string? Value, long Ends) writer, (string? Value, long Ends) copy) => (writer, copy) switch
    {
        ((null, _), (null, _)) => null,
        ((null, _), _) => "is in the copy alone",
        (_, (null, _)) => "is missing in the copy",
        _ when writer.Value != copy.Value => "has another value in the copy",
        _ when (writer.Ends < 0) != (copy.Ends < 0) || Math.Abs(writer.Ends - copy.Ends) > _expiry.TotalMilliseconds => string.Create(
            CultureInfo.InvariantCulture, $"ends at {copy.Ends} in the copy: expected {writer.Ends}"),
        _ => null,
    };

    private static async Task<(string? Value, long Ends)> ReadAsync(ValkeyServer server, string key) =>
        (await ValueAsync(server, key), (long)(await server.ExecuteAsync("PEXPIRETIME", key))!);

    private static async Task<string?> ValueAsync(ValkeyServer server, string key) => (string?)await server.ExecuteAsync("TYPE", key) switch
    {
        "hash" => Sorted(((object?[])(await server.ExecuteAsync("HGETALL", key))!).Chunk(2).Select(pair => $"{pair[0]}={pair[1]}")),
        "set" => Sorted(((object?[])(await server.ExecuteAsync("SMEMBERS", key))!).Cast<string>()),
        _ => (string?)await server.ExecuteAsync("DUMP", key),
    };

    private static string Sorted(IEnumerable<string> parts) => string.Join('\n', parts.Order(StringComparer.Ordinal));

    private static async Task<HashSet<string>> KeysAsync(ValkeyServer server)
    {
        var (keys, cursor) = (new HashSet<string>(), "0");
        do
        {
            var page = (object?[])(await server.ExecuteAsync("SCAN", cursor, "COUNT", "1000"))!;
            cursor = (string)page[0]!;
            keys.UnionWith(((object?[])page[1]!).Cast<string>().Where(key => !key.StartsWith(Fences, StringComparison.Ordinal)));
        }
        while (cursor != "0");
        return keys;
    }
}

/// <summary>What two stores differ in.</summary>
/// <param name="Compared">How many keys there are in both together.</param>
/// <param name="Found">Each key that differs, with how.</param>
internal sealed record StoreDifferences(int Compared, IReadOnlyList<string> Found);
