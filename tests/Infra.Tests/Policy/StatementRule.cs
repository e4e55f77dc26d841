namespace SessionStore.Infra.Tests.Policy;

/// <summary>Permissions name what they are for.</summary>
public static class StatementRule
{
    /// <summary>
    /// Statements about everything, by the resource's logical name and the statement, with the reason. Each has to be needed.
    /// </summary>
    public static IReadOnlyDictionary<(string Resource, string Sid), string> Listed { get; } = new Dictionary<(string, string), string>
    {
        [("key-key",
            "Administer")] = "in a key's policy * is the key itself; the account's IAM policies decide, as with every key that the "
                + "console makes",
        [("key-key", "WriteLogs")] = "in a key's policy * is the key itself",
        [("key-key", "KeepUndelivered")] = "in a key's policy * is the key itself",
        [("key-key", "WriteReplicatorLogs")] = "in a key's policy * is the key itself",
        [("replicator-role-policy", "SessionManager")] = "as for the application",
        [("application-role-policy", "SessionManager")] = "Systems Manager's channels have no ARNs: the service authorization reference "
            + "lists no resource for these actions but the instance itself",
        [("key-key", "KeepFailed")] = "in a key's policy * is the key itself",
    };

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyStage stage) =>
        from statement in Wide(stage)
        where !Listed.ContainsKey(Key(statement))
        select $"{statement.Where}: statement {statement.Sid} has the resources {string.Join(", ", statement.Resources)} and the actions "
            + $"{string.Join(", ", statement.Actions)}: expected none that is everything";

    /// <summary>The entries of the list that a stage needs.</summary>
    public static IEnumerable<(string Resource, string Sid)> Needed(PolicyStage stage) => Wide(stage).Select(Key).Where(Listed.ContainsKey);

    private static IEnumerable<Statement> Wide(PolicyStage stage) => Statement.Of(stage).Where(statement => !statement.Denies
        && (statement.Resources.Contains("*")
            || statement.Actions.Any(action => action == "*" || action.EndsWith(":*", StringComparison.Ordinal))));

    private static (string, string) Key(Statement statement) => (statement.Where.Split(' ')[^1], statement.Sid);
}
