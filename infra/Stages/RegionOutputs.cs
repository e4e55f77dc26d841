using Pulumi;
using SessionStore.Contract;

namespace SessionStore.Infra.Stages;

/// <summary>The outputs that every stack has for people and programs, with the same names in each Region.</summary>
internal static class RegionOutputs
{
    public static Dictionary<string, object?> Of(RegionServicesArgs region, RegionServices services)
    {
        var (member, network, function) = (region.Member, region.Network, services.Function);
        var outputs = new Dictionary<string, object?>
        {
            [OutputNames.Name] = region.Context.Naming.Store,
            [OutputNames.Region] = region.Context.Region,
            [OutputNames.GlobalReplicationGroupId] = region.GlobalReplicationGroupId,
            [OutputNames.ReplicationGroupId] = member.ReplicationGroupId,
            [OutputNames.WriterName] = region.WriterName,
            [OutputNames.ReaderName] = region.ReaderName,
            [OutputNames.Port] = CacheNodes.Port,
            // For the day when the zone cannot be changed: they need no name of ours.
            [OutputNames.PrimaryEndpoint] = member.PrimaryEndpoint,
            [OutputNames.ReaderEndpoint] = member.ReaderEndpoint,
            [OutputNames.VpcId] = network.VpcId,
            [OutputNames.VpcCidr] = network.VpcCidr.ToString(),
            [OutputNames.PublicSubnetIds] = Output.All(network.PublicSubnetIds),
            [OutputNames.PrivateSubnetIds] = Output.All(network.PrivateSubnetIds),
            [OutputNames.RouteTableIds] = Output.All(network.RouteTableIds),
            [OutputNames.ClientSecurityGroupId] = region.Access.ClientSecurityGroupId,
            [OutputNames.CacheSecurityGroupId] = region.Access.CacheSecurityGroupId,
            [OutputNames.TopicArn] = region.Topic.Arn,
            [OutputNames.FunctionName] = function.FunctionName,
            [OutputNames.FunctionArn] = function.FunctionArn,
            [OutputNames.UndeliveredQueueUrl] = function.DeadLetters.Undelivered.Url,
            [OutputNames.FailedQueueUrl] = function.DeadLetters.Failed.Url,
            [OutputNames.AlarmTopicArn] = services.Monitoring.AlarmTopicArn,
            [OutputNames.DashboardName] = services.Monitoring.DashboardName,
        };
        if (services.Override is { } writerOverride)
        {
            outputs[OutputNames.RecordsParameterName] = writerOverride.RecordsParameter;
            outputs[OutputNames.OverrideHealthCheckId] = writerOverride.HealthCheckId;
        }
        if (services.TestHost is { } testHost)
        {
            outputs[OutputNames.TestHostId] = testHost.InstanceId;
        }
        if (services.Application is { } application)
        {
            outputs[OutputNames.LoadBalancerDnsName] = application.LoadBalancer.DnsName;
        }
        if (region.Stage.Replication.ByReplicator)
        {
            outputs[OutputNames.Replication] = region.Stage.Replication.Mode;
        }
        if (services.Replicator is { } replicator)
        {
            outputs[OutputNames.ReplicatorGroupName] = replicator.GroupName;
            outputs[OutputNames.ReplicatorLogGroupName] = replicator.LogGroupName;
        }
        if (region.Key is { } key)
        {
            outputs[OutputNames.CustomerKeyArn] = key.Arn;
        }
        if (region.Gateway is { } gateway)
        {
            outputs[OutputNames.TransitGatewayId] = gateway.Gateways.Here.Name.Id;
            outputs[OutputNames.TransitGatewayAttachmentId] = gateway.AttachmentId;
        }
        AuthenticationOutputs.AddUserNames(region.Authentication, region.Context.Naming, outputs);
        return outputs;
    }
}
