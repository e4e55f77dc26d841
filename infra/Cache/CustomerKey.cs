using Pulumi;
using Pulumi.Aws.Kms;

namespace SessionStore.Infra.Cache;

/// <summary>
/// The Region's key of the customer's: for the member's data and snapshots, the logs of failover function and replicator, what instances
/// fetch, and the dead-letter queues. Not for the topic of the events, which ElastiCache cannot publish to when it is encrypted, and not
/// for that of the alarms, which have to be told on the day when the key cannot be used, too.
/// </summary>
internal sealed class CustomerKey : ComponentResource
{
    // The longest that KMS waits before it deletes a key, and every snapshot's contents with it.
    private const int DeletionWindowDays = 30;

    // In the policy of a key, it is the key: its ARN is known only when the policy has been checked.
    private static Output<string>[] ThisKey => [Output.Create("*")];

    public Output<string> Arn { get; }

    public CustomerKey(string name, CustomerKeyArgs args, ComponentResourceOptions? options = null)
        : base("session-store:encryption:CustomerKey", name, options)
    {
        var (naming, account) = args.Context;
        var key = new Key($"{name}-key", new()
        {
            Description = $"Session store {naming.Store} in {naming.Region}",
            EnableKeyRotation = true,
            DeletionWindowInDays = DeletionWindowDays,
            Policy = PolicyDocument.Of(args.TopicArn is not { } topic ? [Administer(account)] :
            [
                Administer(account), WriteLogs("WriteLogs", naming.LogGroup, naming.Region, account), KeepUndelivered(topic),
                KeepFailed(naming, account),
                .. args.HasReplicator ? [WriteLogs("WriteReplicatorLogs", naming.ReplicatorLogGroup, naming.Region, account)]
                    : Array.Empty<PolicyStatement>(),
            ]),
        }, new() { Parent = this, Protect = args.DeletionProtection });
        _ = new Pulumi.Aws.Kms.Alias($"{name}-alias", new() { Name = naming.KeyAlias, TargetKeyId = key.KeyId }, new() { Parent = this });
        Arn = key.Arn;
        RegisterOutputs();
    }

    // Lets the account's IAM policies decide, as the policy of every key that the console makes. Neither ElastiCache nor MemoryDB needs
    // a statement of its own: they make a grant for themselves with the permissions of whoever creates the nodes.
    private static PolicyStatement Administer(AwsAccount account) => new()
    {
        Sid = "Administer",
        Principal = new { AWS = account.RegionalArn("iam", "", "root") },
        Action = ["kms:*"],
        Resource = ThisKey,
    };

    // "Encrypt log data in CloudWatch Logs using AWS KMS" in the CloudWatch Logs user guide.
    private static PolicyStatement WriteLogs(string sid, string logGroup, string region, AwsAccount account) => new()
    {
        Sid = sid,
        Principal = new { Service = $"logs.{region}.{account.DnsSuffix}" },
        Action = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        Resource = ThisKey,
        Condition = new
        {
            ArnEquals = Map("kms:EncryptionContext:aws:logs:arn", account.RegionalArn("logs", region, $"log-group:{logGroup}")),
        },
    };

    // "Configure KMS permissions for AWS services" in the SQS developer guide.
    private static PolicyStatement KeepUndelivered(Output<string> topicArn) => new()
    {
        Sid = "KeepUndelivered",
        Principal = new { Service = "sns.amazonaws.com" },
        Action = ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource = ThisKey,
        Condition = new { ArnEquals = Map("aws:SourceArn", topicArn) },
    };

    // The role by its ARN in a condition, not as the principal: KMS refuses a principal that does not exist yet, and keeps a dead ID of
    // one that was deleted, also in Regions whose stacks do not own the role.
    private static PolicyStatement KeepFailed(Naming naming, AwsAccount account) => new()
    {
        Sid = "KeepFailed",
        Principal = new { AWS = "*" },
        Action = ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource = ThisKey,
        Condition = new
        {
            StringEquals = new Dictionary<string, Output<string>>
            {
                ["kms:CallerAccount"] = account.Id,
                ["kms:ViaService"] = Output.Create($"sqs.{naming.Region}.{account.DnsSuffix}"),
            },
            ArnEquals = Map("aws:PrincipalArn", account.RegionalArn("iam", "", $"role/{naming.FailoverRole}")),
        },
    };

    private static Dictionary<string, Output<string>> Map(string key, Output<string> value) => new() { [key] = value };
}

internal sealed record CustomerKeyArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>
    /// The topic whose undelivered events go to an encrypted queue; null where there is no function, whose logs and queues the key is for.
    /// </summary>
    public required Output<string>? TopicArn { get; init; }

    /// <summary>Whether a replicator writes logs, too.</summary>
    public bool HasReplicator { get; init; }

    public required bool DeletionProtection { get; init; }
}
