using System.Text.Json;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Somebody who calls a resource.</summary>
/// <param name="Principal">A service such as sns.amazonaws.com, an account, or <c>*</c> for somebody that no policy can name.</param>
/// <param name="Context">The condition keys of the call.</param>
internal sealed record Caller(string Principal, IReadOnlyDictionary<string, string> Context);

/// <summary>
/// A resource's policy, as IAM evaluates it, as far as the program's policies go: a condition on a key that the call does not have is not
/// fulfilled ("IAM JSON policy elements: Condition" in the IAM user guide).
/// </summary>
internal sealed class ResourcePolicy(JsonElement document)
{
    /// <summary>Whether the policy lets a caller in.</summary>
    /// <param name="resource">The resource's ARN.</param>
    /// <exception cref="NotSupportedException">A condition has an operator that this evaluation does not know.</exception>
    public bool Allows(Caller caller, string action, string resource) =>
        !Denies(caller, action, resource) && Any("Allow", caller, action, resource);

    /// <summary>Whether the policy shuts a caller out.</summary>
    /// <inheritdoc cref="Allows"/>
    public bool Denies(Caller caller, string action, string resource) => Any("Deny", caller, action, resource);

    private bool Any(string effect, Caller caller, string action, string resource) =>
        document.GetProperty("Statement").EnumerateArray().Any(
        statement => statement.GetProperty("Effect").GetString() == effect
            && Texts(statement.GetProperty("Action")).Contains(action, StringComparer.OrdinalIgnoreCase)
            && Texts(statement.GetProperty("Resource")).Contains(resource)
            && IsAbout(statement.GetProperty("Principal"), caller.Principal)
            && (!statement.TryGetProperty("Condition", out var condition) || condition.EnumerateObject().All(test => Holds(test, caller))));

    private static bool IsAbout(JsonElement principal, string caller) => principal.ValueKind == JsonValueKind.String
        ? principal.GetString() == "*"
        : principal.EnumerateObject().SelectMany(kind => Texts(kind.Value)).Any(who => who == "*" || who == caller);

    private static bool Holds(JsonProperty test, Caller caller) => test.Name is "StringEquals" or "ArnEquals"
        ? test.Value.EnumerateObject().All(key => caller.Context.TryGetValue(key.Name, out var value) && Texts(key.Value).Contains(value))
        : throw new NotSupportedException($"the policy has the condition operator {test.Name}, which the local cloud does not know");

    private static IEnumerable<string?> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(text => text.GetString()) : [value.GetString()];
}
