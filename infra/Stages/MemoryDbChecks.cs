using Pulumi;
using SessionStore.Infra.Application;
using SessionStore.Infra.Compute;
using SessionStore.Infra.MemoryDb;
using SessionStore.Infra.Network;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>Whether a further Region fits the Regions that a store on MemoryDB has already.</summary>
internal static class MemoryDbChecks
{
    private static readonly string _peers = SettingsReader.Key(SecondarySettings.Peers);

    /// <summary>Holds the settings against the other stacks' outputs.</summary>
    /// <param name="stage">The settings of the Region that is being deployed.</param>
    /// <param name="peers">The other secondaries.</param>
    /// <exception cref="RunException">They do not fit; the message numbers all of it.</exception>
    public static void Check(StageSettings stage, MemoryDbPrimaryOutputs primary, IReadOnlyList<MemoryDbPeerOutputs> peers)
    {
        var problems = new Problems();
        MemoryDbSettings.CheckStage(stage, problems);
        AcceleratorOutputs.Check(stage.Application, primary.Accelerator, primary.Stack, problems);
        StoreSignIn.Check(
            SettingsReader.Key(ApplicationSettings.UserName), stage.Application?.User, primary.Authentication, problems);
        CheckRegion(problems, stage, primary);
        DatastoreChecks.CheckOther(problems, stage, primary);
        foreach (var peer in peers)
        {
            DatastoreChecks.CheckOther(problems, stage, peer);
            CheckPeer(problems, stage, peer, primary);
        }
        problems.ThrowIfAny($"the settings of stack {Deployment.Instance.StackName}");
    }

    private static void CheckRegion(Problems problems, StageSettings stage, MemoryDbPrimaryOutputs primary)
    {
        if (!MemoryDbLimits.Regions.Concat(stage.ExtraRegions).Contains(stage.Region))
        {
            problems.Add(StageSettings.RegionKey, stage.Region,
                $"a Region that MemoryDB Multi-Region supports, or one that {SettingsReader.Key(StageSettings.ExtraRegionsName)} adds");
        }
        var cluster = new Naming(primary.Name, stage.Region).Cluster;
        if (cluster.Length > MemoryDbLimits.NameLength)
        {
            problems.Add(StageSettings.RegionKey, stage.Region,
                $"a Region with which the cluster name \"{cluster}\" has at most {MemoryDbLimits.NameLength} characters, "
                    + $"not {cluster.Length}");
        }
    }

    private static void CheckPeer(Problems problems, StageSettings stage, MemoryDbPeerOutputs peer, MemoryDbPrimaryOutputs primary)
    {
        if (peer.MultiRegionClusterName != primary.MultiRegionClusterName)
        {
            problems.Add(_peers, peer.Stack,
                $"a secondary of the store {primary.Name} ({primary.MultiRegionClusterName}), not of {peer.MultiRegionClusterName}");
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
        // Both would create the same peering.
        if (peer.PeerRegions.Contains(stage.Region))
        {
            problems.Add(_peers, peer.Stack,
                $"a secondary that does not name {stage.Region} itself: only the later of two secondaries names the other");
        }
    }
}
