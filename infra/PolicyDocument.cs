using Pulumi;

namespace SessionStore.Infra;

/// <summary>An IAM policy document with values that are known only while the stack is deployed.</summary>
internal static class PolicyDocument
{
    /// <summary>The document as JSON.</summary>
    public static Output<string> Of(params PolicyStatement[] statements) =>
        Output.JsonSerialize(Output.Create(new { Version = "2012-10-17", Statement = statements }), _omitNull);

    /// <summary>The trust policy of a role that one AWS service takes on.</summary>
    /// <param name="service">Such as <c>lambda.amazonaws.com</c>.</param>
    public static Output<string> Trust(string service) =>
        Of(new PolicyStatement { Principal = new { Service = service }, Action = ["sts:AssumeRole"] });

    private static readonly System.Text.Json.JsonSerializerOptions _omitNull = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
}

/// <summary>A statement of a policy document.</summary>
internal sealed record PolicyStatement
{
    /// <summary>What the statement is for, in letters and digits.</summary>
    public string? Sid { get; init; }

    /// <summary>Allow, because what is not allowed is denied; Deny for what another policy may allow.</summary>
    public string Effect { get; init; } = "Allow";

    /// <summary>Who, in a policy of a resource or a trust policy.</summary>
    public object? Principal { get; init; }

    public required string[] Action { get; init; }

    /// <summary>The ARNs; absent in a trust policy.</summary>
    public Output<string>[]? Resource { get; init; }

    /// <summary>The conditions: operators to keys to values.</summary>
    public object? Condition { get; init; }
}
