using Pulumi;
using Pulumi.Aws.Iam;
using SessionStore.Contract;

namespace SessionStore.Infra.Failover;

/// <summary>
/// The role of the failover functions of all Regions: IAM is global, so that the primary stack creates it once. It may change three
/// records of one zone, look at the members, keep a copy of the records and write its own logs and dead letters, and nothing else.
/// </summary>
internal sealed class FailoverRole : ComponentResource
{
    public Output<string> Arn { get; }

    public FailoverRole(string name, FailoverRoleArgs args, ComponentResourceOptions? options = null)
        : base("session-store:failover:FailoverRole", name, options)
    {
        var (naming, account) = args.Context;
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
            [
                // No condition key knows a set identifier ("Actions, resources, and condition keys for Amazon Route 53" in the Service
                // Authorization Reference): the overrides, which have the same name and type, are out of reach by the function's code only.
                new()
                {
                    Sid = "MoveTheWriter",
                    Action = ["route53:ChangeResourceRecordSets"],
                    Resource = [args.ZoneArn],
                    Condition = new Dictionary<string, object>
                    {
                        ["ForAllValues:StringEquals"] = new Dictionary<string, string[]>
                        {
                            ["route53:ChangeResourceRecordSetsNormalizedRecordNames"] =
                            [
                                args.WriterName,
                                $"{WriterLabels.Pin}.{args.WriterName}",
                                $"{WriterLabels.History}.{args.WriterName}",
                            ],
                            ["route53:ChangeResourceRecordSetsRecordTypes"] = ["CNAME", "TXT"],
                            ["route53:ChangeResourceRecordSetsActions"] = ["CREATE", "DELETE", "UPSERT"],
                        },
                    },
                },
                new() { Sid = "ReadTheZone", Action = ["route53:ListResourceRecordSets"], Resource = [args.ZoneArn] },
                new()
                {
                    Sid = "FollowTheChange",
                    Action = ["route53:GetChange"],
                    Resource = [Output.Create($"arn:{account.Partition}:route53:::change/*")],
                },
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
                new()
                {
                    Sid = "KeepWhatFailed",
                    Action = ["sqs:SendMessage"],
                    Resource = [account.RegionalArn("sqs", "*", naming.FailedQueue)],
                },
                .. args.DataPlaneFailover ? [KeepTheRecords()] : Array.Empty<PolicyStatement>(),
            ]),
        }, child);
        Arn = role.Arn;
        RegisterOutputs();

        PolicyStatement KeepTheRecords() => new()
        {
            Sid = "KeepTheRecords",
            Action = ["ssm:GetParameter", "ssm:PutParameter"],
            Resource = [account.RegionalArn("ssm", "*", $"parameter{naming.RecordsParameter}")],
        };
    }
}

internal sealed record FailoverRoleArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The private hosted zone.</summary>
    public required Output<string> ZoneArn { get; init; }

    public required string WriterName { get; init; }

    /// <summary>Whether the functions keep a copy of the records in their Regions.</summary>
    public required bool DataPlaneFailover { get; init; }
}
