namespace SessionStore.Infra.Replication;

/// <summary>
/// Whether an access string lets a replicator work. Source: the categories of each command in its page of https://valkey.io/commands, and
/// https://valkey.io/topics/acl, by which rules apply from left to right.
/// </summary>
internal static class UserRights
{
    /// <summary>What they are, for people.</summary>
    public const string InWords = "reach all keys (~*) and channels (&*) and use the commands of docs/replication.md";

    private static readonly Dictionary<string, string[]> _commands = new()
    {
        ["ping"] = ["all", "connection", "fast"],
        ["echo"] = ["all", "connection", "fast"],
        ["scan"] = ["all", "keyspace", "read", "slow"],
        ["dump"] = ["all", "keyspace", "read", "slow"],
        ["pexpiretime"] = ["all", "keyspace", "read", "fast"],
        ["exists"] = ["all", "keyspace", "read", "fast"],
        ["dbsize"] = ["all", "keyspace", "read", "fast"],
        ["psubscribe"] = ["all", "pubsub", "slow"],
        ["eval"] = ["all", "slow", "scripting"],
        ["evalsha"] = ["all", "slow", "scripting"],
        ["restore"] = ["all", "keyspace", "write", "slow", "dangerous"],
        ["unlink"] = ["all", "keyspace", "write", "fast"],
        ["get"] = ["all", "read", "string", "fast"],
        ["set"] = ["all", "write", "string", "slow"],
        ["del"] = ["all", "keyspace", "write", "slow"],
        ["pexpire"] = ["all", "keyspace", "write", "fast"],
    };

    /// <summary>The rules that are missing; empty where there are all.</summary>
    /// <param name="accessString">Such as <c>on ~* &amp;* +@all -@dangerous +restore</c>.</param>
    public static IReadOnlyList<string> Missing(string accessString)
    {
        var words = accessString.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Spelled).ToArray();
        List<string> missing = [];
        if (words is not ["on", ..])
        {
            missing.Add("on");
        }
        if (!Has("~*", "resetkeys"))
        {
            missing.Add("~*");
        }
        if (!Has("&*", "resetchannels"))
        {
            missing.Add("&*");
        }
        missing.AddRange(_commands.Where(command => !MayUse(command.Key, command.Value)).Select(command => $"+{command.Key}"));
        return missing;

        bool Has(string rule, string reset) => Array.LastIndexOf(words, rule) > Array.LastIndexOf(words, reset);

        bool MayUse(string command, string[] categories) => words
            .Where(word => word.Length > 1 && word[0] is '+' or '-'
                && (word[1..] == command || (word[1] == '@' && categories.Contains(word[2..]))))
            .Select(word => word[0] == '+').LastOrDefault();
    }

    private static string Spelled(string word) => word.ToLowerInvariant() switch
    {
        "allkeys" => "~*",
        "allchannels" => "&*",
        "allcommands" => "+@all",
        "nocommands" => "-@all",
        var other => other,
    };
}
