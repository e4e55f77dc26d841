using Pulumi;
using Pulumi.Aws.Iam;
using SessionStore.Contract;

namespace SessionStore.Infra.Failover;

/// <summary>
/// The role of the failover functions of all Regions: IAM is global, so that the primary stack creates it once. It may change three
/// records of one zone, look at the members and write its own logs and dead letters, and nothing else.
/// </summary>
public sealed class FailoverRole : ComponentResource
{
    /// <summary>The role's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>Creates the role and its policy.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="account">The account and partition.</param>
    /// <param name="zoneArn">The private hosted zone.</param>
    /// <param name="writerName">The writer record's name.</param>
    /// <param name="options">The component's options.</param>
    public FailoverRole(
        string name, Naming naming, AwsAccount account, Output<string> zoneArn, string writerName, ComponentResourceOptions? options = null)
        : base("session-store:failover:FailoverRole", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var role = new Role($"{name}-role", new()
        {
            Name = naming.FailoverRole,
            Description = "Failover functions of the session store, in all Regions",
            AssumeRolePolicy = PolicyDocument.Trust("lambda.amazonaws.com"),
        }, child);
        _ = new RolePolicy($"{name}-policy", new()
        {
            Name = naming.FailoverRole,
            Role = role.Name,
            Policy = PolicyDocument.Of(
                new()
                {
                    Sid = "MoveTheWriter",
                    Action = ["route53:ChangeResourceRecordSets"],
                    Resource = [zoneArn],
                    Condition = new Dictionary<string, object>
                    {
                        ["ForAllValues:StringEquals"] = new Dictionary<string, string[]>
                        {
                            ["route53:ChangeResourceRecordSetsNormalizedRecordNames"] =
                            [
                                writerName, $"{WriterLabels.Pin}.{writerName}", $"{WriterLabels.History}.{writerName}",
                            ],
                            ["route53:ChangeResourceRecordSetsRecordTypes"] = ["CNAME", "TXT"],
                            ["route53:ChangeResourceRecordSetsActions"] = ["CREATE", "DELETE", "UPSERT"],
                        },
                    },
                },
                new() { Sid = "ReadTheZone", Action = ["route53:ListResourceRecordSets"], Resource = [zoneArn] },
                new() { Sid = "FollowTheChange", Action = ["route53:GetChange"], Resource = [Output.Format($"arn:{account.Partition}:route53:::change/*")] },
                new()
                {
                    Sid = "LookAtTheMembers",
                    Action = ["elasticache:DescribeReplicationGroups", "elasticache:DescribeCacheClusters"],
                    Resource =
                    [
                        account.RegionalArn("elasticache", "*", $"replicationgroup:{naming.Store}-*"),
                        account.RegionalArn("elasticache", "*", $"cluster:{naming.Store}-*"),
                    ],
                },
                new()
                {
                    Sid = "WriteLogs",
                    Action = ["logs:CreateLogStream", "logs:PutLogEvents"],
                    Resource = [account.RegionalArn("logs", "*", $"log-group:{naming.LogGroup}:*")],
                },
                new() { Sid = "KeepWhatFailed", Action = ["sqs:SendMessage"], Resource = [account.RegionalArn("sqs", "*", naming.FailedQueue)] }),
        }, child);
        Arn = role.Arn;
        RegisterOutputs();
    }
}
