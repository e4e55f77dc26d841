namespace SessionStore.Replicator.Stores;

/// <summary>
/// A server's answer that it takes no writes at all, whoever sends them: not one about a command, a key or a user's permissions. Source of
/// the codes: Valkey, server.c, createSharedObjects and processCommand.
/// </summary>
internal static class WriteRefusal
{
    private static readonly string[] _codes = ["NOREPLICAS", "READONLY", "OOM", "MISCONF", "CLUSTERDOWN"];

    /// <summary>The refusal in an error's message, without where in a script it arose; null where it is no refusal.</summary>
    public static string? Of(string message) => Array.Exists(_codes, code => message.StartsWith($"{code} ", StringComparison.Ordinal))
        ? message.Split(" script: ")[0] : null;
}
