using System.Text.Json;

namespace SessionStore.Infra.Tests.Policy;

/// <summary>A statement of a policy document that a stack registers.</summary>
/// <param name="Where">The stack and the resource.</param>
/// <param name="Json">The statement.</param>
public sealed record Statement(string Where, JsonElement Json)
{
    private static readonly Dictionary<string, string> _documents = new()
    {
        ["aws:iam/role:Role"] = "assumeRolePolicy",
        ["aws:iam/rolePolicy:RolePolicy"] = "policy",
        ["aws:iam/policy:Policy"] = "policy",
        ["aws:sns/topicPolicy:TopicPolicy"] = "policy",
        ["aws:sqs/queuePolicy:QueuePolicy"] = "policy",
        ["aws:kms/key:Key"] = "policy",
        ["aws:s3/bucketPolicy:BucketPolicy"] = "policy",
    };

    /// <summary>What the statement is for.</summary>
    public string Sid => Json.TryGetProperty("Sid", out var sid) ? sid.GetString()! : "";

    /// <summary>Whether it takes something away, which may be as wide as it likes.</summary>
    public bool Denies => Json.TryGetProperty("Effect", out var effect) && effect.GetString() == "Deny";

    /// <summary>Whether it has conditions.</summary>
    public bool HasCondition => Json.TryGetProperty("Condition", out _);

    /// <summary>Whether it is about everybody.</summary>
    public bool IsForEverybody => Json.TryGetProperty("Principal", out var principal)
        && (principal.ValueKind == JsonValueKind.String ? [principal] : principal.EnumerateObject().SelectMany(who => Texts(who.Value)))
            .Any(who => who.GetString() == "*");

    /// <summary>The ARNs.</summary>
    public IEnumerable<string> Resources => Property("Resource");

    /// <summary>The actions.</summary>
    public IEnumerable<string> Actions => Property("Action");

    /// <summary>Every statement of every document of a stack.</summary>
    public static IEnumerable<Statement> Of(PolicyStage stage) =>
        from resource in stage.Resources
        where _documents.ContainsKey(resource.Type)
        from statement in resource.Json(_documents[resource.Type]).GetProperty("Statement").EnumerateArray()
        select new Statement(stage.Naming(resource), statement);

    private IEnumerable<string> Property(string name) =>
        Json.TryGetProperty(name, out var value) ? Texts(value).Select(text => text.GetString()!) : [];

    private static IEnumerable<JsonElement> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
}
