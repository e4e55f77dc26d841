namespace SessionStore.Contract;

/// <summary>The names of the stacks' outputs. They are in users' programs and in other stacks' references: a name is for ever.</summary>
public static class OutputNames
{
    /// <summary>Every stack: the prefix of every physical name.</summary>
    public const string Name = "name";

    /// <summary>Every stack: its Region, such as us-east-1.</summary>
    public const string Region = "region";

    /// <summary>Every stack: the global replication group, with the prefix that AWS gives it.</summary>
    public const string GlobalReplicationGroupId = "globalReplicationGroupId";

    /// <summary>Every stack: the Region's replication group.</summary>
    public const string ReplicationGroupId = "replicationGroupId";

    /// <summary>Every stack: the name that leads to the Region that takes writes.</summary>
    public const string WriterName = "writerName";

    /// <summary>Every stack: the name that leads to the nearest Region's replicas.</summary>
    public const string ReaderName = "readerName";

    /// <summary>Every stack: the port of the cache nodes, a number.</summary>
    public const string Port = "port";

    /// <summary>Every stack: the Region's own endpoint for writes; the configuration endpoint in cluster mode.</summary>
    public const string PrimaryEndpoint = "primaryEndpoint";

    /// <summary>Every stack: the Region's own endpoint for reads; the configuration endpoint in cluster mode.</summary>
    public const string ReaderEndpoint = "readerEndpoint";

    /// <summary>Every stack: the VPC.</summary>
    public const string VpcId = "vpcId";

    /// <summary>Every stack: the VPC's primary CIDR block.</summary>
    public const string VpcCidr = "vpcCidr";

    /// <summary>Every stack: subnets with a way to the internet, a list.</summary>
    public const string PublicSubnetIds = "publicSubnetIds";

    /// <summary>Every stack: subnets of the cache nodes, a list.</summary>
    public const string PrivateSubnetIds = "privateSubnetIds";

    /// <summary>Every stack: the route tables with routes to the other Regions, a list.</summary>
    public const string RouteTableIds = "routeTableIds";

    /// <summary>Every stack: the security group for whatever talks to the store.</summary>
    public const string ClientSecurityGroupId = "clientSecurityGroupId";

    /// <summary>Every stack: the security group of the cache nodes.</summary>
    public const string CacheSecurityGroupId = "cacheSecurityGroupId";

    /// <summary>Every stack: the topic of ElastiCache's notifications and of the operators' orders.</summary>
    public const string TopicArn = "topicArn";

    /// <summary>Every stack: the failover function.</summary>
    public const string FunctionName = "functionName";

    /// <summary>Every stack: the failover function's ARN.</summary>
    public const string FunctionArn = "functionArn";

    /// <summary>Every stack: the queue of what SNS could not hand to the function.</summary>
    public const string UndeliveredQueueUrl = "undeliveredQueueUrl";

    /// <summary>Every stack: the queue of what the function could not carry out.</summary>
    public const string FailedQueueUrl = "failedQueueUrl";

    /// <summary>Every stack: the topic on which alarms are told.</summary>
    public const string AlarmTopicArn = "alarmTopicArn";

    /// <summary>Every stack: the CloudWatch dashboard.</summary>
    public const string DashboardName = "dashboardName";

    /// <summary>With a test host: its instance.</summary>
    public const string TestHostId = "testHostId";

    /// <summary>With an application: the Region's load balancer, for looking at this one Region.</summary>
    public const string LoadBalancerDnsName = "loadBalancerDnsName";

    /// <summary>With a key of the customer's: its ARN.</summary>
    public const string CustomerKeyArn = "customerKeyArn";

    /// <summary>With transit gateways: the Region's.</summary>
    public const string TransitGatewayId = "transitGatewayId";

    /// <summary>With transit gateways: the VPC's attachment.</summary>
    public const string TransitGatewayAttachmentId = "transitGatewayAttachmentId";

    /// <summary>Every stack that takes part in replication by a replicator: that word.</summary>
    public const string Replication = "replication";

    /// <summary>With a replicator: the Auto Scaling group of its one instance.</summary>
    public const string ReplicatorGroupName = "replicatorGroupName";

    /// <summary>With a replicator: where its log and metrics go.</summary>
    public const string ReplicatorLogGroupName = "replicatorLogGroupName";

    /// <summary>Primary, while another store is moved in: its host and port.</summary>
    public const string MigrateFrom = "migrateFrom";

    /// <summary>Primary, with a replicator: the parameter notify-keyspace-events of the store.</summary>
    public const string NotifyKeyspaceEvents = "notifyKeyspaceEvents";

    /// <summary>Primary, with a replicator: the Valkey version of the store.</summary>
    public const string EngineVersion = "engineVersion";

    /// <summary>Primary, with a replicator or on MemoryDB: the node type of the store.</summary>
    public const string NodeType = "nodeType";

    /// <summary>Primary, with a replicator and in cluster mode, or on MemoryDB: how many shards the store has, a number.</summary>
    public const string Shards = "shards";

    /// <summary>Primary: the private hosted zone; no other stack has this output.</summary>
    public const string HostedZoneId = "hostedZoneId";

    /// <summary>Primary: the role of the failover functions of all Regions.</summary>
    public const string FailoverRoleArn = "failoverRoleArn";

    /// <summary>Primary, with an application: the one name of the applications of all Regions.</summary>
    public const string AcceleratorDnsName = "acceleratorDnsName";

    /// <summary>Primary, with an application: the addresses behind that name, a list; they never change.</summary>
    public const string AcceleratorIpAddresses = "acceleratorIpAddresses";

    /// <summary>Primary, with an application: what each Region adds its endpoint group to.</summary>
    public const string AcceleratorListenerArn = "acceleratorListenerArn";

    /// <summary>Primary, with an application: 80, or 80 and 443 with a certificate, a list of texts.</summary>
    public const string AcceleratorPorts = "acceleratorPorts";

    /// <summary>Primary: whether the store is in cluster mode, a boolean.</summary>
    public const string ClusterEnabled = "clusterEnabled";

    /// <summary>Primary, with IAM: a managed policy for each user, by the user's name.</summary>
    public const string ConnectPolicyArns = "connectPolicyArns";

    /// <summary>Primary, with authentication: how clients sign in.</summary>
    public const string Auth = "auth";

    /// <summary>Primary, with a token: a secret.</summary>
    public const string AuthToken = "authToken";

    /// <summary>Primary, with authentication: ROTATE, SET or DELETE.</summary>
    public const string AuthTokenUpdateStrategy = "authTokenUpdateStrategy";

    /// <summary>Primary, with users: their declarations, a list.</summary>
    public const string Users = "users";

    /// <summary>Primary, with users: JSON of users to passwords, a secret.</summary>
    public const string UserPasswords = "userPasswords";

    /// <summary>With users: the names that clients sign in with, a list.</summary>
    public const string UserNames = "userNames";

    /// <summary>Secondary: the Regions of the secondaries that were there before it, a list.</summary>
    public const string PeerRegions = "peerRegions";

    /// <summary>Secondary, with a peering: its connection to the primary's VPC.</summary>
    public const string PeeringConnectionId = "peeringConnectionId";

    /// <summary>Secondary: the association of its VPC with the private hosted zone.</summary>
    public const string ZoneAssociationId = "zoneAssociationId";

    /// <summary>Primary: whether the writer name is a group of weighted records that Regions can override, a boolean.</summary>
    public const string DataPlaneFailover = "dataPlaneFailover";

    /// <summary>Every stack of a store on MemoryDB: memoryDb; no other store has this output.</summary>
    public const string Store = "store";

    /// <summary>Every stack of a store on MemoryDB: the Multi-Region cluster, with the prefix that AWS gives it.</summary>
    public const string MultiRegionClusterName = "multiRegionClusterName";

    /// <summary>Every stack of a store on MemoryDB: the Region's cluster.</summary>
    public const string ClusterName = "clusterName";

    /// <summary>Every stack of a store on MemoryDB: the Region's own endpoint, for reads and writes.</summary>
    public const string ClusterEndpoint = "clusterEndpoint";

    /// <summary>Every stack of a store on MemoryDB: InValue, the client's option for a store without times to live.</summary>
    public const string Expiry = "expiry";

    /// <summary>Every stack with overrides: the parameter in which the function keeps the records as it last read them.</summary>
    public const string RecordsParameterName = "recordsParameterName";

    /// <summary>Every stack with overrides: the health check that is healthy while the Region overrides.</summary>
    public const string OverrideHealthCheckId = "overrideHealthCheckId";
}
