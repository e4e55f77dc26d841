using Pulumi;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Failover;
using SessionStore.Infra.Guard;
using SessionStore.Infra.Monitoring;
using SessionStore.Infra.Network;
using SessionStore.Infra.TestHost;

namespace SessionStore.Infra.Stages;

/// <summary>The first Region: everything that exists once, and the Region's own part.</summary>
public static class PrimaryStage
{
    /// <summary>Registers the resources.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The stack's outputs, among them the contract <see cref="PrimaryOutputs"/>.</returns>
    /// <exception cref="RunException">What the settings name is not there, or does not fit.</exception>
    public static async Task<IDictionary<string, object?>> DeployAsync(PrimarySettings settings)
    {
        var stage = settings.Stage;
        var naming = new Naming(settings.Name, stage.Region);
        var provider = AwsProvider.Create(stage, settings.Name);
        var account = AwsAccount.Of(provider);
        var options = new ComponentResourceOptions { Provider = provider };

        var surroundings = await StageSurroundings.LookUpAsync(stage, [], naming, options);
        var network = surroundings.NetworkOf("network", stage, naming, options);
        var access = new CacheAccess("access", network.VpcId, naming, options);
        var attached = StageGateways.Attach("gateway-attachment", surroundings.Gateways, stage, network, naming, options);
        var topic = new EventTopic("events", naming, account, options);
        var key = stage.CustomerKey ? new CustomerKey("key", topic.Arn, stage.DeletionProtection, naming, account, options) : null;

        var credentials = CacheCredentials.Create("users", settings.Authentication, naming, options);
        var place = new CachePlace(network.PrivateSubnetIds, access.CacheSecurityGroupId, topic, key?.Arn, credentials);
        var datastore = new GlobalDatastore("cache", settings, place, naming, options);
        var member = datastore.Member;

        var dns = new WriterDns(
            "dns", settings.Domain, settings.WriterName, network.VpcId, member.PrimaryEndpoint, stage.DeletionProtection, options);
        var reader = new ReaderRecord("reader", dns.ZoneId, settings.ReaderName, stage.Region, member.ReaderEndpoint, options);

        var role = new FailoverRole("failover-role", naming, account, dns.ZoneArn, settings.WriterName, options);
        var function = new FailoverFunction(
            "failover",
            new(member.ReplicationGroupId, dns.ZoneId, settings.WriterName),
            role.Arn,
            topic,
            stage.LogRetentionDays,
            naming,
            key?.Arn,
            ComponentResourceOptions.Merge(options, new() { DependsOn = { role } }));

        var connect = settings.Authentication is UserAuthentication { WithIam: true } iam
            ? new ConnectPolicies("connect", iam.Users, naming, account, options)
            : null;

        var watch = new Watch(
            "watch", stage, new(function, member), settings.WriterName, naming, account, options);

        var testHost = stage.TestHost
            ? new TestHostInstance(
                "test-host",
                network,
                access.ClientSecurityGroupId,
                new(
                    stage.Region, settings.WriterName, settings.ReaderName, member.PrimaryEndpoint, member.Size.ClusterEnabled, SignIn.Of(settings.Authentication, naming)),
                naming,
                account,
                options)
            : null;

        _ = new DestroyGuard(
            "destroy-guard",
            GuardClients.Of(stage, (checks, region, cancellationToken) => checks.HomeAsync(region, cancellationToken)),
            new(stage.Region, member.ReplicationGroupId, member.PrimaryEndpoint, network.VpcId, dns.ZoneId, settings.WriterName),
            [.. network.Created, access, topic, datastore, dns, reader, role, function, watch, .. new Resource?[] { attached?.Created, key, credentials.Users, connect, testHost }.OfType<Resource>()]);

        var outputs = RegionOutputs.Of(
            stage, settings.WriterName, settings.ReaderName, network, access, member, topic, function, watch, testHost, key);
        outputs["name"] = settings.Name;
        outputs["globalReplicationGroupId"] = datastore.GlobalReplicationGroupId;
        outputs["failoverRoleArn"] = role.Arn;
        outputs["hostedZoneId"] = dns.ZoneId;
        outputs["clusterEnabled"] = member.Size.ClusterEnabled;
        attached?.AddTo(outputs);
        AuthenticationOutputs.Add(settings.Authentication, outputs);
        AuthenticationOutputs.AddUserNames(settings.Authentication, naming, outputs);
        if (connect is not null)
        {
            outputs["connectPolicyArns"] = connect.Arns;
        }
        return outputs;
    }
}
