using Pulumi;
using SessionStore.Infra.Application;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Compute;
using SessionStore.Infra.Failover;
using SessionStore.Infra.Network;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>Whether a further Region fits the Regions that the datastore has already.</summary>
internal static class DatastoreChecks
{
    private static readonly string _peers = SettingsReader.Key(SecondarySettings.Peers);

    /// <summary>Holds the settings against the other stacks' outputs.</summary>
    /// <param name="stage">The settings of the Region that is being deployed.</param>
    /// <param name="peers">The other secondaries by their stacks' names.</param>
    /// <exception cref="RunException">They do not fit; the message numbers all of it.</exception>
    public static void Check(StageSettings stage, PrimaryOutputs primary, IReadOnlyList<PeerOutputs> peers)
    {
        var problems = new Problems();
        stage.Cache.CheckMode(primary.ClusterEnabled, problems);
        stage.Replication.Worker?.CheckUser(primary.Authentication, problems);
        AcceleratorOutputs.Check(stage.Application, primary.Accelerator, primary.Stack, problems);
        StoreSignIn.Check(
            SettingsReader.Key(ApplicationSettings.UserName), stage.Application?.User, primary.Authentication, problems);
        CheckRegion(problems, stage, primary);
        CheckOther(problems, stage, primary);
        foreach (var peer in peers)
        {
            CheckOther(problems, stage, peer);
            CheckPeer(problems, peer, primary);
        }
        problems.ThrowIfAny($"the settings of stack {Deployment.Instance.StackName}");
    }

    private static void CheckRegion(Problems problems, StageSettings stage, PrimaryOutputs primary)
    {
        var partition = AwsAccount.PartitionOf(primary.Region);
        if (AwsAccount.PartitionOf(stage.Region) != partition)
        {
            problems.Add(
                StageSettings.RegionKey,
                stage.Region,
                $"a Region in the same partition as the primary's {primary.Region}: {partition}");
        }
        if (primary.DataPlaneFailover && !WatchableRegions.All.Contains(stage.Region))
        {
            problems.Add(StageSettings.RegionKey, stage.Region, WatchableRegions.Expected);
        }
        var group = new Naming(primary.Name, stage.Region).ReplicationGroupId;
        if (group.Length > GlobalDatastoreLimits.ReplicationGroupIdLength)
        {
            problems.Add(
                StageSettings.RegionKey,
                stage.Region,
                $"a Region with which the replication group ID \"{group}\" has at most "
                + $"{GlobalDatastoreLimits.ReplicationGroupIdLength} characters, not {group.Length}");
        }
    }

    /// <summary>Whether a Region's place and addresses are its own.</summary>
    public static void CheckOther(Problems problems, StageSettings stage, DeployedRegion other)
    {
        if (stage.Region == other.Region)
        {
            problems.Add(StageSettings.RegionKey, stage.Region, $"another Region than {other.Who}'s");
        }
        stage.Connectivity.CheckSame(other.Who, other.TransitGatewayId, problems);
        // The addresses of a VPC that exists are held against the others' when they are looked up.
        if (stage.Network.VpcCidr is { } cidr && NetworkSettings.Overlap(cidr, other.VpcCidr))
        {
            problems.Add(SettingsReader.Key("vpcCidr"), cidr.ToString(),
                $"a CIDR block that does not overlap {other.Who}'s {other.VpcCidr}");
        }
    }

    private static void CheckPeer(Problems problems, PeerOutputs peer, PrimaryOutputs primary)
    {
        if ((peer.Name, peer.GlobalReplicationGroupId) != (primary.Name, primary.GlobalReplicationGroupId))
        {
            problems.Add(
                _peers,
                peer.Stack,
                $"a secondary of the store {primary.Name} ({primary.GlobalReplicationGroupId}), "
                + $"not of {peer.Name} ({peer.GlobalReplicationGroupId})");
        }
        if (peer.Region == primary.Region)
        {
            problems.Add(_peers, peer.Stack, $"a secondary in another Region than the primary's {primary.Region}");
        }
        if (NetworkSettings.Overlap(peer.VpcCidr, primary.VpcCidr))
        {
            problems.Add(_peers, peer.Stack,
                $"a secondary whose CIDR block, {peer.VpcCidr}, does not overlap the primary's {primary.VpcCidr}");
        }
        // Whoever comes later names the earlier one: the other way round both would create the same peering, and a third secondary
        // would show its mistake only after an hour, when ElastiCache refuses it.
        if (peer.PeerRegions.Count > 0)
        {
            problems.Add(
                _peers,
                peer.Stack,
                $"a secondary without peers of its own: it names that of {string.Join(", ", peer.PeerRegions)}, "
                + "only the later of two secondaries names the other, "
                + $"and a Global Datastore has at most {GlobalDatastoreLimits.Secondaries}");
        }
    }
}
