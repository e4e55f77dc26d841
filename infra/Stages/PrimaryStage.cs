using Pulumi;
using SessionStore.Contract;
using SessionStore.Infra.Application;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Failover;
using SessionStore.Infra.Network;

namespace SessionStore.Infra.Stages;

/// <summary>The first Region: everything that exists once, and the Region's own part.</summary>
internal static class PrimaryStage
{
    /// <returns>The stack's outputs, among them the contract <see cref="PrimaryOutputs"/>.</returns>
    /// <exception cref="RunException">What the settings name is not there, or does not fit.</exception>
    public static async Task<IDictionary<string, object?>> DeployAsync(PrimarySettings settings)
    {
        var stage = settings.Stage;
        var provider = AwsProvider.Create(stage, settings.Name);
        var options = new ComponentResourceOptions { Provider = provider };
        var context = new RegionContext(new Naming(settings.Name, stage.Region), AwsAccount.Of(provider, stage.Region));
        var (network, gateway, access) = await RegionGround.LayAsync(stage, context, [], options);

        var topic = new EventTopic("events", new() { Context = context }, options);
        var key = !stage.CustomerKey ? null : new CustomerKey("key", new()
        {
            Context = context,
            TopicArn = topic.Arn,
            HasReplicator = stage.Replication.Worker is not null,
            DeletionProtection = stage.DeletionProtection,
        }, options);
        var credentials = CacheCredentials.Create("users", settings.Authentication, context, options);
        var datastore = new GlobalDatastore("cache", new()
        {
            Context = context,
            Settings = stage.Cache,
            Size = settings.Size,
            SubnetIds = network.PrivateSubnetIds,
            SecurityGroupId = access.CacheSecurityGroupId,
            Topic = topic,
            KmsKeyArn = key?.Arn,
            Credentials = credentials,
            DeletionProtection = stage.DeletionProtection,
            BeforeCreate = stage.BeforeGlobalDatastore(context.Naming),
            EngineVersion = settings.EngineVersion,
            FoundingEngineVersion = settings.FoundingEngineVersion,
            NodeType = settings.NodeType,
            Shards = settings.Shards,
            NotifyKeyspaceEvents = settings.Engine?.NotifyKeyspaceEvents,
        }, options);

        var dns = new WriterDns("dns", new()
        {
            Domain = settings.Domain,
            WriterName = settings.WriterName,
            VpcId = network.VpcId,
            Endpoint = datastore.Member.PrimaryEndpoint,
            DeletionProtection = stage.DeletionProtection,
            DataPlaneFailover = settings.DataPlaneFailover,
        }, options);
        var reader = new ReaderRecord("reader", new()
        {
            Context = context,
            ZoneId = dns.ZoneId,
            ReaderName = settings.ReaderName,
            Endpoint = datastore.Member.ReaderEndpoint,
        }, options);

        var role = new FailoverRole("failover-role", new()
        {
            Context = context,
            ZoneArn = dns.ZoneArn,
            WriterName = settings.WriterName,
            DataPlaneFailover = settings.DataPlaneFailover,
        }, options);
        var policies = settings.Authentication is not UserAuthentication { WithIam: true } iam ? null : new ConnectPolicies("connect", new()
        {
            Context = context,
            Users = iam.Users,
        }, options);

        var accelerator = stage.Application is not { } application ? null : new Accelerator("accelerator", new()
        {
            Context = context,
            Ports = application.Ports,
            DeletionProtection = stage.DeletionProtection,
        }, options);

        var region = new RegionServicesArgs
        {
            Context = context,
            Stage = stage,
            WriterName = settings.WriterName,
            ReaderName = settings.ReaderName,
            Authentication = settings.Authentication,
            HostedZoneId = dns.ZoneId,
            Network = network,
            Gateway = gateway,
            Access = access,
            Topic = topic,
            Key = key,
            Users = credentials.Users,
            GlobalReplicationGroupId = datastore.GlobalReplicationGroupId,
            Member = datastore.Member,
            AcceleratorListenerArn = accelerator?.ListenerArn,
            FailoverRoleArn = role.Arn,
            Role = role,
            DataPlaneFailover = settings.DataPlaneFailover,
            WriterDns = dns,
            DestroyCheck = (checks, guarded, cancellationToken) => checks.HomeAsync(guarded, cancellationToken),
            Others = [datastore, dns, reader, .. new Resource?[] { policies, accelerator }.OfType<Resource>()],
        };

        var outputs = RegionOutputs.Of(region, RegionServices.Deploy(region, options));
        outputs[OutputNames.FailoverRoleArn] = role.Arn;
        outputs[OutputNames.HostedZoneId] = dns.ZoneId;
        outputs[OutputNames.ClusterEnabled] = datastore.Member.Size.ClusterEnabled;
        if (settings.DataPlaneFailover)
        {
            outputs[OutputNames.DataPlaneFailover] = true;
        }
        if (settings.Engine is { } engine)
        {
            ReplicationOutputs.Add(engine, outputs);
        }
        if (stage.Replication.Migration is { } migration)
        {
            outputs[OutputNames.MigrateFrom] = $"{migration.Host}:{migration.Port}";
        }
        AuthenticationOutputs.Add(settings.Authentication, outputs);
        if (accelerator is not null)
        {
            AcceleratorOutputs.Add(accelerator, stage.Application!.Ports, outputs);
        }
        if (policies is not null)
        {
            outputs[OutputNames.ConnectPolicyArns] = policies.Arns;
        }
        return outputs;
    }
}
