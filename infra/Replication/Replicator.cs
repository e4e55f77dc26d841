using Pulumi;
using Pulumi.Aws.CloudWatch;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Compute;
using SessionStore.Infra.Network;

namespace SessionStore.Infra.Replication;

/// <summary>
/// A Region's replicator: one instance in the private subnets, without a public address, that fills the Region's store from wherever the
/// writer name leads, or from a store that is moved in.
/// </summary>
internal sealed class Replicator : ComponentResource
{
    /// <summary>The Auto Scaling group of the one instance.</summary>
    public Output<string> GroupName { get; }

    /// <summary>Where the worker's log and metrics go.</summary>
    public Output<string> LogGroupName { get; }

    public Replicator(string name, ReplicatorArgs args, ComponentResourceOptions? options = null)
        : base("session-store:replication:Replicator", name, options)
    {
        var (context, worker, network) = (args.Context, args.Worker, args.Network);
        var naming = context.Naming;
        var child = new ComponentResourceOptions { Parent = this };
        var target = StoreSignIn.Of(args.Authentication, worker.User, naming);
        var stores = ReplicatorStores.Of(args, target);

        var access = new ReplicatorAccess($"{name}-access", new()
        {
            Context = context,
            Network = network,
            Services = !worker.CreatesEndpoints ? null : stores.Secrets is null ? ReplicatorAccess.Always : ReplicatorAccess.WithSecret,
            OldStore = args.Migration is { } old ? ($"{old.Cidr}", old.Port) : null,
        }, child);
        var bucket = new PackageBucket($"{name}-package", new()
        {
            Context = context,
            Prefix = naming.ReplicatorBucketPrefix,
            ObjectKey = "replicator.zip",
            Published = worker.Program,
            KmsKeyArn = args.KmsKeyArn,
        }, child);
        var secret = stores.Secrets is null ? null : new InstanceSecret($"{name}-secret", new()
        {
            Name = naming.Replicator,
            Description = "What the replicator signs in to both stores with",
            Secret = stores.Secrets,
            KmsKeyArn = args.KmsKeyArn,
            // What is in it is the stack file's, and a move that is begun again needs its name again.
            DeletionProtection = false,
        }, child);
        var logs = new LogGroup($"{name}-logs", new()
        {
            Name = naming.ReplicatorLogGroup,
            RetentionInDays = args.LogRetentionDays,
            KmsKeyId = args.KmsKeyArn is { } key ? key : default(Input<string>),
        }, new() { Parent = this });
        var role = new InstanceRole($"{name}-role", new()
        {
            Context = context,
            Name = naming.ReplicatorRole,
            Description = "The session store's replicator",
            ObjectArn = bucket.ObjectArn,
            SecretArn = secret?.Arn,
            KmsKeyArn = args.KmsKeyArn,
            ConnectPolicy = target.ConnectPolicy,
            Statements =
            [
                new()
                {
                    Sid = "WriteLogs",
                    Action = ["logs:CreateLogStream", "logs:PutLogEvents"],
                    Resource = [context.Account.RegionalArn("logs", context.Region, $"log-group:{naming.ReplicatorLogGroup}:*")],
                },
                .. args.Migration?.SignIn.Statements(context.Account) ?? [],
            ],
        }, child);
        var instance = new ReplicatorInstance($"{name}-instance", new()
        {
            Context = context,
            InstanceType = worker.InstanceType,
            Tags = args.Tags,
            SubnetIds = network.ZoneSubnetIds,
            SecurityGroupIds = [access.SecurityGroupId, args.ClientSecurityGroupId],
            InstanceProfileArn = role.ProfileArn,
            UserData = new ReplicatorUserData(new()
            {
                Context = context,
                Bucket = bucket,
                Command = worker.Program.Command,
                SecretArn = secret?.Arn,
                SecretVersionId = secret?.VersionId,
                Variables = stores.Variables,
                CertificateAuthority = args.Migration?.CertificateAuthority,
            }).Script(),
            // It starts only with what its role may fetch, over ways that are there.
        }, new() { Parent = this, DependsOn = { access, role, logs } });

        GroupName = instance.GroupName;
        LogGroupName = logs.Name;
        RegisterOutputs();
    }
}

internal sealed record ReplicatorArgs
{
    public required RegionContext Context { get; init; }

    public required WorkerSettings Worker { get; init; }

    /// <summary>The store that is moved in; null where sessions come from wherever the writer name leads.</summary>
    public required MigrationSettings? Migration { get; init; }

    /// <summary>The tags of everything.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public required RegionNetwork Network { get; init; }

    /// <summary>The security group that lets it reach the caches of all Regions.</summary>
    public required Output<string> ClientSecurityGroupId { get; init; }

    public required string WriterName { get; init; }

    /// <summary>The Region's own store.</summary>
    public required CacheMember Member { get; init; }

    /// <summary>How clients sign in.</summary>
    public required Authentication Authentication { get; init; }

    /// <summary>The customer's key; null for those of AWS.</summary>
    public required Output<string>? KmsKeyArn { get; init; }

    public required int LogRetentionDays { get; init; }
}
