using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SessionStore.Engine;

/// <summary>
/// What AWS refuses of single inputs, and a mock would take: the limits of the API references that each group names. Not a whole
/// provider's, but those of the inputs that the program uses, or might.
/// </summary>
internal static partial class ResourceRules
{
    private const string Function = "aws:lambda/function:Function", Alarm = "aws:cloudwatch/metricAlarm:MetricAlarm",
        Group = "aws:elasticache/replicationGroup:ReplicationGroup";

    /// <summary>The rules by the type and the input: what is expected, and whether a value is.</summary>
    public static IReadOnlyDictionary<(string Type, string Input), (string Expected, Predicate<object> Holds)> All { get; } =
        new Dictionary<(string, string), (string, Predicate<object>)>
        {
            // CreateFunction and PutFunctionEventInvokeConfig in the Lambda API reference.
            [(Function, "timeout")] = Between(1, 900),
            [(Function, "memorySize")] = Between(128, 10240),
            [(Function, "description")] = AtMost(256),
            [("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "maximumEventAgeInSeconds")] = Between(60, 21600),
            [("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "maximumRetryAttempts")] = Between(0, 2),
            // PutRule, PutTargets and Target in the EventBridge API reference; "Setting a schedule pattern" in its user guide.
            [("aws:cloudwatch/eventRule:EventRule", "description")] = AtMost(512),
            [("aws:cloudwatch/eventRule:EventRule", "scheduleExpression")] =
                ("rate(1 minute), or rate of some other number of minutes, hours or days", value => value is string text
                    && Rate().IsMatch(text)),
            [("aws:cloudwatch/eventTarget:EventTarget", "input")] = ("JSON of at most 8192 "
                + "characters", value => value is string { Length: <= 8192 } text && IsJson(text)),
            // CreateQueue in the SQS, CreateTopic and SetTopicAttributes in the SNS API reference.
            [("aws:sqs/queue:Queue", "messageRetentionSeconds")] = Between(60, 1209600),
            [("aws:sns/topic:Topic", "displayName")] = AtMost(100),
            [("aws:sns/topicPolicy:TopicPolicy", "policy")] = AtMost(30720),
            // PutMetricAlarm in the CloudWatch, PutRetentionPolicy in the CloudWatch Logs API reference.
            [(Alarm, "alarmDescription")] = AtMost(1024),
            [(Alarm, "treatMissingData")] = OneOf("breaching", "notBreaching", "ignore", "missing"),
            [(Alarm, "comparisonOperator")] = OneOf(
                "GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
                "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"),
            [(Alarm, "statistic")] = OneOf("SampleCount", "Average", "Sum", "Minimum", "Maximum"),
            [("aws:cloudwatch/logGroup:LogGroup", "retentionInDays")] = OneOf(
                1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
            // CreateReplicationGroup in the ElastiCache API reference.
            [(Group, "replicationGroupId")] = Matching(GroupId(), "1 to 40 letters, digits and single hyphens, a letter first and no "
                + "hyphen last"),
            [(Group, "description")] = ("some text", value => value is string { Length: > 0 }),
            [(Group, "numCacheClusters")] = Between(1, 6),
            [(Group, "numNodeGroups")] = Between(1, 500),
            [(Group, "replicasPerNodeGroup")] = Between(0, 5),
            [(Group, "snapshotRetentionLimit")] = Between(0, 35),
            [(Group, "port")] = Between(1, 65535),
            // CreateSecurityGroup and IpRange in the EC2 API reference.
            [("aws:ec2/securityGroup:SecurityGroup", "description")] = Matching(GroupText(), "255 characters of those that EC2 takes"),
            [("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "description")] = Matching(GroupText(), "255 characters of "
                + "those that EC2 takes"),
            [("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "description")] = Matching(GroupText(), "255 characters of "
                + "those that EC2 takes"),
            // "Run commands when you launch an EC2 instance with user data input" in the EC2 user guide: 16 KB before it is encoded.
            [("aws:ec2/instance:Instance", "userData")] = ("at most 16384 bytes", value => value is string text
                && Encoding.UTF8.GetByteCount(text) <= 16384),
            // CreateLoadBalancer, CreateTargetGroup and ModifyTargetGroupAttributes in the Elastic Load Balancing API reference.
            [("aws:lb/loadBalancer:LoadBalancer", "name")] = Matching(BalancerName(), "1 to 32 letters, digits and hyphens, no hyphen "
                + "first or last, and not \"internal-\" first"),
            [("aws:lb/targetGroup:TargetGroup", "name")] = Matching(TargetName(), "1 to 32 letters, digits and hyphens, no hyphen first "
                + "or last"),
            [("aws:lb/targetGroup:TargetGroup", "port")] = Between(1, 65535),
            [("aws:lb/targetGroup:TargetGroup", "deregistrationDelay")] = Between(0, 3600),
            [("aws:lb/listener:Listener", "port")] = Between(1, 65535),
            // CreateAccelerator, CreateListener in the Global Accelerator API reference.
            [("aws:globalaccelerator/accelerator:Accelerator", "name")] = Matching(AcceleratorName(), "1 to 64 letters, digits, hyphens "
                + "and full stops, with a letter or digit first and last"),
            [("aws:globalaccelerator/listener:Listener", "clientAffinity")] = OneOf("NONE", "SOURCE_IP"),
            // CreateLaunchTemplate in the EC2, CreateSecret and DeleteSecret in the Secrets Manager API reference.
            [("aws:ec2/launchTemplate:LaunchTemplate", "name")] = Matching(TemplateName(), "3 to 128 letters, digits and ( ) . - / _"),
            [("aws:secretsmanager/secret:Secret", "name")] = Matching(SecretName(), "1 to 512 letters, digits and / _ + = . @ -"),
            [("aws:secretsmanager/secret:Secret", "recoveryWindowInDays")] = ("0, or a whole number from 7 to 30", value =>
                Convert.ToDouble(value, CultureInfo.InvariantCulture) is 0 or (>= 7 and <= 30)),
            // "General purpose bucket naming rules" in the S3 user guide.
            [("aws:s3/bucket:Bucket", "bucket")] = Matching(BucketName(), "3 to 63 lower-case letters, digits, hyphens and full stops, a "
                + "letter or digit first and last"),
            // CreateRole in the IAM API reference, "IAM and AWS STS quotas" in the IAM user guide.
            [("aws:iam/role:Role", "description")] = AtMost(1000),
            [("aws:iam/policy:Policy", "description")] = AtMost(1000),
            [("aws:iam/policy:Policy", "policy")] = Dense(6144),
            [("aws:iam/rolePolicy:RolePolicy", "policy")] = Dense(10240),
            // CreateKey and ScheduleKeyDeletion in the KMS API reference.
            [("aws:kms/key:Key", "deletionWindowInDays")] = Between(7, 30),
            [("aws:kms/key:Key", "policy")] = AtMost(32768),
            // CreateHostedZone and ResourceRecordSet in the Route 53 API reference.
            [("aws:route53/zone:Zone", "comment")] = AtMost(256),
            [("aws:route53/record:Record", "ttl")] = Between(0, int.MaxValue),
            // PutParameter in the Systems Manager API reference: standard parameters.
            [("aws:ssm/parameter:Parameter", "name")] = Matching(ParameterName(), "letters, digits, hyphens, dots and underscores "
                + "between slashes, of at most 1011 characters, that do not begin with aws or ssm"),
            [("aws:ssm/parameter:Parameter", "type")] = OneOf("String", "StringList", "SecureString"),
            [("aws:ssm/parameter:Parameter", "description")] = AtMost(1024),
            [("aws:ssm/parameter:Parameter", "value")] = ("1 to 4096 bytes", value => value is string { Length: > 0 } text
                && Encoding.UTF8.GetByteCount(text) <= 4096),
        };

    private static (string, Predicate<object>) Between(int least, int most) => ($"a whole number from {least} to {most}", value =>
        value is double or int && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && number >= least && number <= most
            && number == Math.Floor(number));

    private static (string, Predicate<object>) AtMost(int characters) => ($"at most {characters} "
        + $"characters", value => value is string text && text.Length <= characters);

    private static (string, Predicate<object>) Dense(int characters) =>
        ($"at most {characters} characters without white space", value => value is string text
            && text.Count(character => !char.IsWhiteSpace(character)) <= characters);

    private static (string, Predicate<object>) OneOf(params object[] values) => (
        $"one of {string.Join(", ", values)}",
        value => values.Select(one => Convert.ToString(one, CultureInfo.InvariantCulture))
            .Contains(Convert.ToString(value, CultureInfo.InvariantCulture)));

    private static (string, Predicate<object>) Matching(Regex pattern, string expected) =>
        (expected, value => value is string text && pattern.IsMatch(text));

    private static bool IsJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)$")]
    private static partial Regex Rate();

    [GeneratedRegex("^(?!/?(aws|ssm))(?=.{1,1011}$)(/?[a-zA-Z0-9_.-]+)+$", RegexOptions.IgnoreCase)]
    private static partial Regex ParameterName();

    [GeneratedRegex("^(?=.{1,40}$)[a-zA-Z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*$")]
    private static partial Regex GroupId();

    [GeneratedRegex("^(?!internal-)(?!-)[a-zA-Z0-9-]{1,32}(?<!-)$")]
    private static partial Regex BalancerName();

    [GeneratedRegex("^(?!-)[a-zA-Z0-9-]{1,32}(?<!-)$")]
    private static partial Regex TargetName();

    [GeneratedRegex("^(?![.-])[a-zA-Z0-9.-]{1,64}(?<![.-])$")]
    private static partial Regex AcceleratorName();

    [GeneratedRegex("^[a-zA-Z0-9().\\-/_]{3,128}$")]
    private static partial Regex TemplateName();

    [GeneratedRegex("^[a-zA-Z0-9/_+=.@-]{1,512}$")]
    private static partial Regex SecretName();

    [GeneratedRegex("^(?![.-])[a-z0-9.-]{3,63}(?<![.-])$")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"^[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}$")]
    private static partial Regex GroupText();
}
