using SessionStore.Contract;

namespace SessionStore.Infra;

/// <summary>
/// Every physical name. What exists once in an account carries the store's name; what exists in each Region has the same name
/// in each, so that the one role of the failover functions can name it; replication groups alone differ, because a destroy looks
/// for a detached member by its name and hangs where two Regions share one
/// (https://github.com/hashicorp/terraform-provider-aws/issues/38919).
/// </summary>
/// <param name="Store">The store's name, the same in all Regions.</param>
/// <param name="Region">The Region, such as us-east-1.</param>
internal sealed record Naming(string Store, string Region)
{
    /// <summary>The replication group of the Region.</summary>
    public string ReplicationGroupId => $"{Store}-{Region}";

    /// <summary>The cache subnet group of the Region.</summary>
    public string SubnetGroup => Store;

    /// <summary>The topic that ElastiCache and operators publish to.</summary>
    public string Topic => $"{Store}-events";

    /// <summary>The failover function.</summary>
    public string Function => $"{Store}-failover";

    /// <summary>The role of the failover functions of all Regions.</summary>
    public string FailoverRole => Function;

    /// <summary>The log group of the failover function: the name that Lambda gives it by default.</summary>
    public string LogGroup => $"/aws/lambda/{Function}";

    /// <summary>The queue for what SNS could not hand to Lambda.</summary>
    public string UndeliveredQueue => $"{Function}-undelivered";

    /// <summary>The queue for what the function could not carry out.</summary>
    public string FailedQueue => $"{Function}-failed";

    /// <summary>The rule that asks the function to look every minute.</summary>
    public string ReconcileRule => $"{Store}-{PhysicalNames.ReconcileRule}";

    /// <summary>The parameter in which the Region's function keeps the writer records as it last read them.</summary>
    public string RecordsParameter => $"/{Store}/{PhysicalNames.RecordsParameter}";

    /// <summary>The topic on which alarms are told.</summary>
    public string AlarmTopic => $"{Store}-alarms";

    /// <summary>The alias of the customer's key.</summary>
    public string KeyAlias => $"alias/{Store}";

    /// <summary>The dashboard of the Region: CloudWatch keeps one list for all Regions, so that the Region is a part of it.</summary>
    public string Dashboard => $"{Store}-{Region}";

    /// <summary>The role and instance profile of the Region's test host; roles are global, so that the Region is a part of it.</summary>
    public string TestHostRole => $"{Store}-test-host-{Region}";

    /// <summary>
    /// The application's Auto Scaling group, launch template and secret in the Region, and the accelerator of all Regions.
    /// </summary>
    public string Application => $"{Store}-application";

    /// <summary>
    /// The Region's load balancer and its target group, whose names have 32 characters at most: a store's has 30 at most, because a
    /// replication group's ID has 40 and ends in the Region.
    /// </summary>
    public string LoadBalancer => Store;

    /// <summary>The role and instance profile of the Region's application.</summary>
    public string ApplicationRole => $"{Application}-{Region}";

    /// <summary>What the application's bucket begins with; account and Region follow, because all buckets of AWS are one list.</summary>
    public string ApplicationBucketPrefix => $"{Store}-app";

    /// <summary>The replicator's Auto Scaling group, launch template and secret in the Region.</summary>
    public string Replicator => $"{Store}-replicator";

    /// <summary>The role and instance profile of the Region's replicator.</summary>
    public string ReplicatorRole => $"{Replicator}-{Region}";

    /// <summary>What the replicator's bucket begins with.</summary>
    public string ReplicatorBucketPrefix => $"{Store}-rep";

    /// <summary>The log group of the replicator.</summary>
    public string ReplicatorLogGroup => $"/{Store}/replicator";

    /// <summary>The Region's cluster of a store on MemoryDB.</summary>
    public string Cluster => $"{Store}-{Region}";

    /// <summary>The Region's access control list of a store on MemoryDB.</summary>
    public string Acl => Store;

    /// <summary>The group of the store's users.</summary>
    public string UserGroup => Store;

    /// <summary>
    /// A user's ID, which is what clients sign in with as well: ElastiCache wants both to be the same for users of IAM, and a change from
    /// passwords to IAM shall not replace a user.
    /// </summary>
    /// <param name="name">The name in the declaration.</param>
    public string User(string name) => $"{Store}-{name}";

    /// <summary>The policy that lets a role sign in as a user.</summary>
    /// <param name="name">The name in the declaration.</param>
    public string ConnectPolicy(string name) => $"{Store}-connect-{name}";

    /// <summary>The cache parameter group of an engine family.</summary>
    /// <param name="family">Such as valkey8.</param>
    /// <param name="clusterEnabled">Whether it is for cluster mode.</param>
    public string ParameterGroup(string family, bool clusterEnabled) => clusterEnabled ? $"{Store}-{family}-cluster" : $"{Store}-{family}";

    /// <summary>An alarm of the Region.</summary>
    /// <param name="part">What it watches.</param>
    public string Alarm(string part) => $"{Store}-{part}";

    /// <summary>The Name tag of a resource that AWS knows by an ID only.</summary>
    /// <param name="part">What it is.</param>
    public string Tag(string part) => $"{Store}-{part}";
}
