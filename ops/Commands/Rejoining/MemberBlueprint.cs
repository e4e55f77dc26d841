using System.Globalization;
using System.Text.Json;
using Amazon.ElastiCache.Model;
using SessionStore.Contract;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands.Rejoining;

/// <summary>
/// What a Region's member is created with when it joins a datastore: the same as the Pulumi program passes, from the outputs of the stacks.
/// What the founding member settles for all (engine, version, node type, shards, parameter group, encryption) must not be passed and is
/// inherited ("Global datastore" in the ElastiCache user guide).
/// </summary>
/// <param name="Request">The request, without the datastore and with the AUTH token.</param>
/// <param name="Description">The parameters for a person, without secrets.</param>
internal sealed record MemberBlueprint(CreateReplicationGroupRequest Request, string Description)
{
    private const string Token = "token", Secret = "[secret]";

    /// <summary>What a member is created with.</summary>
    /// <param name="shape">The group whose number of nodes, snapshots and windows it gets: its own while that exists, or else the
    /// survivor's.</param>
    /// <param name="node">A node of that group.</param>
    /// <param name="problems">Takes what is missing.</param>
    public static MemberBlueprint Of(DeployedStore store, DeployedRegion region, ReplicationGroup shape, CacheCluster node,
        ICollection<string> problems)
    {
        var (home, own) = (store.Home.Outputs, region.Outputs);
        var nodes = shape.NodeGroups.Max(shard => shard.NodeGroupMembers?.Count ?? 0);
        var request = new CreateReplicationGroupRequest
        {
            ReplicationGroupId = region.ReplicationGroupId,
            ReplicationGroupDescription = $"Session store in {region.Name}",
            AutomaticFailoverEnabled = true,
            MultiAZEnabled = true,
            AutoMinorVersionUpgrade = false,
            Port = Number(own, OutputNames.Port),
            // The program names it after the store.
            CacheSubnetGroupName = store.Name,
            SecurityGroupIds = [Text(own, OutputNames.CacheSecurityGroupId)],
            NotificationTopicArn = region.TopicArn,
            SnapshotRetentionLimit = shape.SnapshotRetentionLimit,
            // Both: one that ElastiCache chooses may overlap with the other, which it refuses.
            SnapshotWindow = shape.SnapshotWindow,
            PreferredMaintenanceWindow = node.PreferredMaintenanceWindow,
            KmsKeyId = own.OptionalText(OutputNames.CustomerKeyArn),
        };
        if (home.Values.TryGetValue(OutputNames.ClusterEnabled, out var cluster) && cluster.ValueKind == JsonValueKind.True)
        {
            request.ReplicasPerNodeGroup = nodes - 1;
        }
        else
        {
            request.NumCacheClusters = nodes;
        }
        var signIn = SignIn(store, request, problems);
        var count = request.NumCacheClusters is { } clusters ? $"{clusters} nodes"
            : $"{request.ReplicasPerNodeGroup} replica(s) for each shard";
        return new(request, string.Create(
            CultureInfo.InvariantCulture,
            $"{count}, subnet group {request.CacheSubnetGroupName}, security group {request.SecurityGroupIds[0]}, port {request.Port}, "
                + $"topic {request.NotificationTopicArn}, "
                + $"snapshots at {request.SnapshotWindow} for {request.SnapshotRetentionLimit} day(s), maintenance at "
                    + $"{request.PreferredMaintenanceWindow}, {(request.KmsKeyId is { } key ? $"key {key}" : "the key that AWS owns")}, "
                    + $"{signIn}"));

        string Text(StackOutputs outputs, string name) => outputs.OptionalText(name) ?? Missing(outputs, name, "");

        int Number(StackOutputs outputs, string name) =>
            outputs.Values.TryGetValue(name, out var value) && value.TryGetInt32(out var number) ? number : Missing(outputs, name, 0);

        T Missing<T>(StackOutputs outputs, string name, T standIn)
        {
            problems.Add($"stack {outputs.Stack}: output {name} is missing: it was deployed by an older version of the program");
            return standIn;
        }
    }

    private static string SignIn(DeployedStore store, CreateReplicationGroupRequest request, ICollection<string> problems)
    {
        var home = store.Home.Outputs;
        switch (home.OptionalText(OutputNames.Auth))
        {
            case null:
                return "no authentication";
            case Token:
                if (home.OptionalText(OutputNames.AuthToken) is { } token && token != Secret)
                {
                    request.AuthToken = token;
                }
                else
                {
                    problems.Add(
                        $"stack {home.Stack}: output {OutputNames.AuthToken} is a secret that was not shown, "
                            + "and a member without it would ask nobody for it: hand over what "
                            + $"`pulumi stack output --json --show-secrets --stack {home.Stack}` prints, "
                            + "with --outputs FILE for each stack");
                }
                return "the AUTH token";
            default:
                // The users and their group outlive the member; the program names the group after the store.
                request.UserGroupIds = [store.Name];
                return $"the user group {store.Name}";
        }
    }
}
