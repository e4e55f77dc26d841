using Pulumi;
using SessionStore.Contract;
using SessionStore.Infra.Application;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Failover;
using SessionStore.Infra.Guard;
using SessionStore.Infra.MemoryDb;
using SessionStore.Infra.Network;

namespace SessionStore.Infra.Stages;

/// <summary>The first Region of a store on MemoryDB: everything that exists once, and the Region's own part.</summary>
internal static class MemoryDbPrimaryStage
{
    /// <returns>The stack's outputs, among them the contract <see cref="MemoryDbPrimaryOutputs"/>.</returns>
    /// <exception cref="RunException">What the settings name is not there, or does not fit.</exception>
    public static async Task<IDictionary<string, object?>> DeployAsync(MemoryDbSettings settings)
    {
        var stage = settings.Stage;
        var authentication = (UserAuthentication)settings.Authentication;
        var provider = AwsProvider.Create(stage, settings.Name);
        var options = new ComponentResourceOptions { Provider = provider };
        var context = new RegionContext(new Naming(settings.Name, stage.Region), AwsAccount.Of(provider, stage.Region));
        var (network, gateway, access) = await RegionGround.LayAsync(stage, context, [], options);

        var store = new MultiRegionStore("multi-region", new()
        {
            Store = settings.Name,
            EngineVersion = settings.EngineVersion,
            NodeType = settings.NodeType,
            Shards = settings.Shards,
            BeforeCreate = KindOfStore.BeforeMemoryDb(stage.Provider, stage.Region, context.Naming.ReplicationGroupId),
            DeletionProtection = stage.DeletionProtection,
        }, options);
        var zone = new PrivateZone("dns", new()
        {
            Domain = settings.Domain,
            VpcId = network.VpcId,
            DeletionProtection = stage.DeletionProtection,
        }, options);
        var policies = !authentication.WithIam ? null : new ConnectPolicies("connect", new()
        {
            Context = context,
            Users = authentication.Users,
            Service = ConnectService.MemoryDb,
        }, options);
        var accelerator = stage.Application is not { } application ? null : new Accelerator("accelerator", new()
        {
            Context = context,
            Ports = application.Ports,
            DeletionProtection = stage.DeletionProtection,
        }, options);

        var outputs = MemoryDbRegion.Deploy(new()
        {
            Context = context,
            Stage = stage,
            WriterName = settings.WriterName,
            Authentication = authentication,
            HostedZoneId = zone.ZoneId,
            MultiRegionClusterName = store.MultiRegionClusterName,
            NodeType = settings.NodeType,
            Shards = settings.Shards,
            Network = network,
            Gateway = gateway,
            Access = access,
            AcceleratorListenerArn = accelerator?.ListenerArn,
            DestroyCheck = (checks, guarded, cancellationToken) => checks.HomeAsync(guarded, cancellationToken),
            Others = [store, zone, .. new Resource?[] { policies, accelerator }.OfType<Resource>()],
        }, options);
        outputs[OutputNames.HostedZoneId] = zone.ZoneId;
        outputs[OutputNames.NodeType] = settings.NodeType;
        outputs[OutputNames.Shards] = settings.Shards;
        AuthenticationOutputs.Add(authentication, outputs);
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
