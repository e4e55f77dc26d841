using Pulumi;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Failover;
using SessionStore.Infra.Monitoring;
using SessionStore.Infra.Network;
using SessionStore.Infra.TestHost;

namespace SessionStore.Infra.Stages;

/// <summary>The outputs that every stack has for people and programs, with the same names in each Region.</summary>
public static class RegionOutputs
{
    /// <summary>Collects the outputs of one Region.</summary>
    /// <param name="stage">The settings.</param>
    /// <param name="writerName">The name that leads to the Region that takes writes.</param>
    /// <param name="readerName">The name that leads to the nearest Region's replicas.</param>
    /// <param name="network">The VPC.</param>
    /// <param name="access">The security groups.</param>
    /// <param name="member">The member of the Global Datastore.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="function">The failover function.</param>
    /// <param name="watch">The alarms and the dashboard.</param>
    /// <param name="testHost">The test host; null where there is none.</param>
    /// <param name="key">The customer's key; null where there is none.</param>
    public static Dictionary<string, object?> Of(
        StageSettings stage,
        string writerName,
        string readerName,
        RegionNetwork network,
        CacheAccess access,
        CacheMember member,
        EventTopic topic,
        FailoverFunction function,
        Watch watch,
        TestHostInstance? testHost,
        CustomerKey? key)
    {
        var outputs = new Dictionary<string, object?>
        {
            ["region"] = stage.Region,
            ["writerName"] = writerName,
            ["readerName"] = readerName,
            ["port"] = GlobalDatastoreLimits.Port,
            // For the day when the zone cannot be changed: they need no name of ours.
            ["primaryEndpoint"] = member.PrimaryEndpoint,
            ["readerEndpoint"] = member.ReaderEndpoint,
            ["replicationGroupId"] = member.ReplicationGroupId,
            ["vpcId"] = network.VpcId,
            ["vpcCidr"] = network.VpcCidr.ToString(),
            ["publicSubnetIds"] = Output.All(network.PublicSubnetIds),
            ["privateSubnetIds"] = Output.All(network.PrivateSubnetIds),
            ["routeTableIds"] = Output.All(network.RouteTableIds),
            ["clientSecurityGroupId"] = access.ClientSecurityGroupId,
            ["cacheSecurityGroupId"] = access.CacheSecurityGroupId,
            ["topicArn"] = topic.Arn,
            ["functionName"] = function.FunctionName,
            ["functionArn"] = function.FunctionArn,
            ["undeliveredQueueUrl"] = function.DeadLetters.UndeliveredUrl,
            ["failedQueueUrl"] = function.DeadLetters.FailedUrl,
            ["alarmTopicArn"] = watch.AlarmTopicArn,
            ["dashboardName"] = watch.DashboardName,
        };
        if (testHost is not null)
        {
            outputs["testHostId"] = testHost.InstanceId;
        }
        if (key is not null)
        {
            outputs["customerKeyArn"] = key.Arn;
        }
        return outputs;
    }
}
