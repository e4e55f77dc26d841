using SessionStore.Contract;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Support;

/// <summary>
/// Makes a server refuse what MemoryDB Multi-Region does not have. A stand-in and no more: nothing merges here. SET is refused as a whole,
/// because no ACL can refuse its options, and the client has no use for it.
/// </summary>
internal static class MemoryDb
{
    private static readonly string[] _refused = [.. MemoryDbCommands.Unsupported.Split(' '), "SET"];

    /// <summary>From now on the server refuses them to everybody but the administrator, and to users that are made of these
    /// later.</summary>
    public static async Task RefuseAsync(LiveServer server)
    {
        foreach (var user in ((string[])(await server.Admin.ExecuteAsync("ACL", "USERS"))!).Where(user => user != "admin"))
        {
            await server.Admin.ExecuteAsync("ACL", [(object)"SETUSER", user, .. _refused.Select(command => $"-{command}")]);
        }
    }

    /// <summary>What was refused, also to those who did not tell anybody.</summary>
    public static async Task<IEnumerable<string>> RefusedAsync(LiveServer server)
    {
        if (!server.IsRunning)
        {
            return [];
        }
        var entries = (RedisResult[])(await server.Admin.ExecuteAsync("ACL", "LOG"))!;
        return entries.Select(entry => entry.ToDictionary(StringComparer.Ordinal)).Where(entry => (string)entry["reason"]! == "command")
            .Select(entry => (string)entry["object"]!).Where(command => _refused.Contains(command, StringComparer.OrdinalIgnoreCase));
    }
}
