using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>A file of docs/iam, made of <see cref="DeploymentActions"/>.</summary>
public static class DeploymentPolicy
{
    private const string Name = "session-store", Application = "application", Instances = "instances",
        MemoryDb = "memorydb";

    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // The service authorization reference knows no resource for these actions: they are about subscriptions or metrics, or list everything.
    private static readonly string[] _unnamed =
    [
        "sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes", "sns:Unsubscribe", "logs:DescribeLogGroups",
        "cloudwatch:GetMetricData", "ssm:DescribeParameters",
    ];

    /// <summary>The path of a file in the checkout.</summary>
    public static string PathOf(string file) => Path.Combine(Deployed.Root, "docs", "iam", $"{file}.json");

    /// <summary>The file as it should be.</summary>
    public static string Text(string file)
    {
        var groups = DeploymentActions.Of(file).GroupBy(action => Kind(action, file)).OrderBy(group => group.Key, StringComparer.Ordinal);
        var statements = groups.Select(group => new
        {
            Sid = group.Key,
            Effect = "Allow",
            Action = group.ToArray(),
            Resource = Resources(group.Key),
            Condition = Condition(group.Key, file),
        });
        var json = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = statements.ToArray() }, _options);
        return json.Replace("\r\n", "\n", StringComparison.Ordinal) + "\n";
    }

    private static string Kind(string action, string file) => action switch
    {
        "iam:PassRole" => "PassRole",
        "iam:CreateServiceLinkedRole" => "ServiceLinkedRoles",
        "iam:AttachRolePolicy" or "iam:DetachRolePolicy" => file == Instances ? "AttachPolicies" : "AttachSystemsManager",
        _ when _unnamed.Contains(action) => "Unnamed",
        // One statement less, for want of room.
        _ when file == DeploymentActions.Preview && action.StartsWith("memorydb:", StringComparison.Ordinal) => "Unnamed",
        _ => char.ToUpperInvariant(action[0]) + action.Split(':')[0][1..],
    };

    // EC2, ElastiCache, MemoryDB, Route 53, KMS, load balancers and accelerators know most of these by IDs that exist only afterwards, or
    // check more than the one that is created.
    private static string[] Resources(string kind) => kind switch
    {
        "Iam" => [$"arn:aws:iam::*:role/{Name}-*", $"arn:aws:iam::*:policy/{Name}-*", $"arn:aws:iam::*:instance-profile/{Name}-*"],
        "PassRole" or "AttachPolicies" or "AttachSystemsManager" => [$"arn:aws:iam::*:role/{Name}-*"],
        "ServiceLinkedRoles" => ["arn:aws:iam::*:role/aws-service-role/*"],
        "Cloudwatch" => [$"arn:aws:cloudwatch:*:*:alarm:{Name}-*", $"arn:aws:cloudwatch::*:dashboard/{Name}-*"],
        "Events" => [$"arn:aws:events:*:*:rule/{Name}-*"],
        "Lambda" => [$"arn:aws:lambda:*:*:function:{Name}-*"],
        "Logs" => [$"arn:aws:logs:*:*:log-group:/aws/lambda/{Name}-*", $"arn:aws:logs:*:*:log-group:/{Name}/*"],
        "Sns" => [$"arn:aws:sns:*:*:{Name}-*"],
        "Sqs" => [$"arn:aws:sqs:*:*:{Name}-*"],
        "S3" => [$"arn:aws:s3:::{Name}-*"],
        "Secretsmanager" => [$"arn:aws:secretsmanager:*:*:secret:{Name}-*"],
        "Ssm" => ["arn:aws:ssm:*::parameter/aws/service/ami-amazon-linux-latest/*", $"arn:aws:ssm:*:*:parameter/{Name}/*"],
        _ => ["*"],
    };

    private static Dictionary<string, Dictionary<string, string[]>>? Condition(string kind, string file) => kind switch
    {
        "PassRole" => Equal("StringEquals", "iam:PassedToService", "lambda.amazonaws.com", "ec2.amazonaws.com"),
        "ServiceLinkedRoles" when file == Application => Equal(
            "StringEquals", "iam:AWSServiceName", "elasticloadbalancing.amazonaws.com", "globalaccelerator.amazonaws.com"),
        "ServiceLinkedRoles" when file == Instances => Equal("StringEquals", "iam:AWSServiceName", "autoscaling.amazonaws.com"),
        "ServiceLinkedRoles" when file == MemoryDb => Equal("StringEquals", "iam:AWSServiceName", "memorydb.amazonaws.com"),
        "ServiceLinkedRoles" => Equal("StringEquals", "iam:AWSServiceName", "elasticache.amazonaws.com", "transitgateway.amazonaws.com"),
        "AttachPolicies" when file == Instances => Equal("ArnLike", "iam:PolicyARN", $"arn:aws:iam::*:policy/{Name}-connect-*"),
        "AttachSystemsManager" => Equal("ArnEquals", "iam:PolicyARN", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"),
        _ => null,
    };

    private static Dictionary<string, Dictionary<string, string[]>> Equal(string test, string key, params string[] values) =>
        new() { [test] = new() { [key] = values } };
}
