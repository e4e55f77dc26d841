using System.Text.Json;
using System.Text.RegularExpressions;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// What the role of the failover functions may do, by the policies that the primary stage registers for it: everything that no statement
/// allows is denied ("Policy evaluation logic" in the IAM user guide). Conditions are not played: a statement with one allows nothing here.
/// </summary>
internal sealed class IdentityPolicy
{
    private readonly IReadOnlyList<JsonElement> _statements;

    /// <summary>Reads the policies of a role.</summary>
    /// <param name="stage">The stage that registers them.</param>
    /// <param name="role">The role's ARN.</param>
    public IdentityPolicy(StageRun stage, string role)
    {
        var name = stage.All("aws:iam/role:Role").Single(candidate => candidate.Arn == role).Text("name");
        _statements = [.. stage.All("aws:iam/rolePolicy:RolePolicy").Where(policy => policy.Text("role") == name)
            .SelectMany(policy => policy.Json("policy").GetProperty("Statement").EnumerateArray())];
    }

    /// <summary>Whether the role may do something.</summary>
    /// <param name="action">Such as ssm:GetParameter.</param>
    /// <param name="resource">The resource's ARN.</param>
    public bool Allows(string action, string resource) => !Any("Deny", action, resource) && Any("Allow", action, resource);

    private bool Any(string effect, string action, string resource) => _statements.Any(statement =>
        statement.GetProperty("Effect").GetString() == effect
        && !statement.TryGetProperty("Condition", out _)
        && Texts(statement, "Action").Any(pattern => Matches(pattern, action, RegexOptions.IgnoreCase))
        && Texts(statement, "Resource").Any(pattern => Matches(pattern, resource, RegexOptions.None)));

    private static IEnumerable<string> Texts(JsonElement statement, string name) => statement.GetProperty(name) is var value
        && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(text => text.GetString()!) : [value.GetString()!];

    private static bool Matches(string pattern, string text, RegexOptions options) => Regex.IsMatch(
        text, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)}$",
        options);
}
