namespace SessionStore.Infra.Tests.Policy;

/// <summary>No physical name is longer than AWS takes.</summary>
public static class NameLimitRule
{
    /// <summary>The limits in characters, by the type and the input, with where each was read.</summary>
    public static IReadOnlyDictionary<(string Type, string Input), int> Limits { get; } = new Dictionary<(string, string), int>
    {
        // CreateReplicationGroup, CreateUser and CreateUserGroup in the ElastiCache API reference.
        [("aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId")] = 40,
        [("aws:elasticache/user:User", "userId")] = 40,
        [("aws:elasticache/userGroup:UserGroup", "userGroupId")] = 40,
        // CreateCacheSubnetGroup and CreateCacheParameterGroup, likewise.
        [("aws:elasticache/subnetGroup:SubnetGroup", "name")] = 255,
        [("aws:elasticache/parameterGroup:ParameterGroup", "name")] = 255,
        // The provider's checks: internal/service/memorydb of hashicorp/terraform-provider-aws.
        [("aws:memorydb/cluster:Cluster", "name")] = 40,
        [("aws:memorydb/acl:Acl", "name")] = 40,
        [("aws:memorydb/user:User", "userName")] = 40,
        [("aws:memorydb/subnetGroup:SubnetGroup", "name")] = 255,
        // "IAM and AWS STS quotas" in the IAM user guide.
        [("aws:iam/role:Role", "name")] = 64,
        [("aws:iam/rolePolicy:RolePolicy", "name")] = 128,
        [("aws:iam/policy:Policy", "name")] = 128,
        [("aws:iam/instanceProfile:InstanceProfile", "name")] = 128,
        // CreateFunction in the Lambda API reference.
        [("aws:lambda/function:Function", "name")] = 64,
        // CreateTopic in the SNS and CreateQueue in the SQS API reference.
        [("aws:sns/topic:Topic", "name")] = 256,
        [("aws:sqs/queue:Queue", "name")] = 80,
        // CreateLogGroup, PutMetricAlarm and PutDashboard in the CloudWatch API references.
        [("aws:cloudwatch/logGroup:LogGroup", "name")] = 512,
        [("aws:cloudwatch/metricAlarm:MetricAlarm", "name")] = 255,
        [("aws:cloudwatch/dashboard:Dashboard", "dashboardName")] = 255,
        // PutRule in the EventBridge API reference.
        [("aws:cloudwatch/eventRule:EventRule", "name")] = 64,
        // PutParameter in the Systems Manager API reference, less the longest ARN before the name.
        [("aws:ssm/parameter:Parameter", "name")] = 1011 - 60,
        // CreateLoadBalancer and CreateTargetGroup in the Elastic Load Balancing API reference.
        [("aws:lb/loadBalancer:LoadBalancer", "name")] = 32,
        [("aws:lb/targetGroup:TargetGroup", "name")] = 32,
        // CreateAutoScalingGroup in the EC2 Auto Scaling, CreateLaunchTemplate in the EC2 API reference.
        [("aws:autoscaling/group:Group", "name")] = 255,
        [("aws:ec2/launchTemplate:LaunchTemplate", "name")] = 128,
        // CreateAccelerator in the Global Accelerator, CreateSecret in the Secrets Manager API reference.
        [("aws:globalaccelerator/accelerator:Accelerator", "name")] = 64,
        [("aws:secretsmanager/secret:Secret", "name")] = 512,
        // "General purpose bucket naming rules" in the S3 user guide.
        [("aws:s3/bucket:Bucket", "bucket")] = 63,
        // CreateAlias in the KMS API reference.
        [("aws:kms/alias:Alias", "name")] = 256,
    };

    // Names that are no physical ones of ours: DNS names have limits of their own, which the settings check.
    private static readonly string[] _others = ["aws:route53/zone:Zone", "aws:route53/record:Record",
        "aws:ec2/securityGroup:SecurityGroup"];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyStage stage)
    {
        foreach (var resource in stage.InAws)
        {
            foreach (var (limit, most) in Limits.Where(limit => limit.Key.Type == resource.Type && resource.Has(limit.Key.Input)))
            {
                if (resource.Text(limit.Input) is var name && name.Length > most)
                {
                    yield return $"{stage.Naming(resource)}: {limit.Input} is \"{name}\" with {name.Length} characters: expected at most "
                        + $"{most}";
                }
            }
            if (resource.Has("name") && !Limits.ContainsKey((resource.Type, "name")) && !_others.Contains(resource.Type))
            {
                yield return $"{stage.Naming(resource)} has a name whose limit this suite does not know: \"{resource.Text("name")}\"";
            }
        }
    }
}
