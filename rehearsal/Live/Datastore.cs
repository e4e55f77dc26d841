using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>What can go wrong with ElastiCache's notice of a promotion.</summary>
public enum NoticeFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It never arrives.</summary>
    Lost,

    /// <summary>It arrives three seconds later, behind what the rule has asked meanwhile.</summary>
    Late,

    /// <summary>It arrives twice.</summary>
    Twice,
}

/// <summary>
/// The Global Datastore: real servers that replicate, and the control plane's part of changing their roles. A role is what a server
/// answers, never what was asked of it.
/// </summary>
public sealed class Datastore(IReadOnlyList<LiveRegion> regions)
{
    private static readonly TimeSpan _lateness = TimeSpan.FromSeconds(3);

    private readonly HashSet<string> _disassociated = [];

    /// <summary>What happens to notices.</summary>
    public NoticeFault Fault { get; set; }

    /// <summary>Makes every Region but the first replicate from it, and waits until they do.</summary>
    public async Task FormAsync(CancellationToken cancellationToken)
    {
        foreach (var region in regions.Skip(1))
        {
            await region.Server.ExecuteAsync("REPLICAOF", "127.0.0.1", $"{regions[0].Server.Port}");
        }
        while (!(await Task.WhenAll(regions.Skip(1).Select(region => LinkedAsync(region.Server)))).All(linked => linked))
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>The role that a Region's control plane shows: PRIMARY, SECONDARY, or null for a group that is no member.</summary>
    public async Task<string?> RoleAsync(LiveRegion region)
    {
        if (_disassociated.Contains(region.Name))
        {
            return null;
        }
        return await region.Server.RoleAsync() == "master" ? "PRIMARY" : "SECONDARY";
    }

    /// <summary>Promotes a Region, as FailoverGlobalReplicationGroup does: the servers hand the role over, and the others follow.</summary>
    /// <param name="promoted">The Region.</param>
    /// <param name="note">Writes down what happened.</param>
    public async Task PromoteAsync(LiveRegion promoted, Action<string> note)
    {
        var primary = await PrimaryAsync();
        if (primary != promoted)
        {
            await primary.Server.ExecuteAsync("FAILOVER", "TO", "127.0.0.1", $"{promoted.Server.Port}");
            while (await promoted.Server.RoleAsync() != "master")
            {
                await Task.Delay(5);
            }
        }
        note($"{promoted.Name} is the primary");
        var notice = SnsEvent.Promoted(promoted.Group);
        for (var copies = Fault switch { NoticeFault.Lost => 0, NoticeFault.Twice => 2, _ => 1 }; copies > 0; copies--)
        {
            note($"ElastiCache publishes its notice in {promoted.Name}{(Fault == NoticeFault.Late ? ", which is late" : "")}");
            promoted.Topic.Publish(notice, Fault == NoticeFault.Late ? _lateness : TimeSpan.Zero);
        }
    }

    /// <summary>Takes a Region out of the datastore: it becomes a group of its own that accepts writes.</summary>
    public async Task DisassociateAsync(LiveRegion region)
    {
        await region.Server.ExecuteAsync("REPLICAOF", "NO", "ONE");
        _disassociated.Add(region.Name);
    }

    /// <summary>Sends every secondary's replication lag to CloudWatch, as ElastiCache does every minute; here every second.</summary>
    public async Task RunMeasuringAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await MeasureAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>Sends every secondary's replication lag once.</summary>
    public async Task MeasureAsync()
    {
        foreach (var region in regions)
        {
            try
            {
                if (await RoleAsync(region) == "SECONDARY" && await region.Server.LagAsync() is { } lag)
                {
                    await region.Local.Metrics.SendLagAsync(region.Group, lag.TotalSeconds);
                }
            }
            catch (IOException)
            {
                // A server that is down has no lag to tell.
            }
        }
    }

    private async Task<LiveRegion> PrimaryAsync()
    {
        foreach (var region in regions)
        {
            if (await RoleAsync(region) == "PRIMARY")
            {
                return region;
            }
        }
        throw new InvalidOperationException("no Region of the datastore is the primary");
    }

    private static async Task<bool> LinkedAsync(ValkeyServer server) =>
        ((object?[])(await server.ExecuteAsync("ROLE"))!)[3] is "connected";
}

/// <summary>One Region with its real server.</summary>
/// <param name="Local">What its stack declares.</param>
/// <param name="Server">Its cache.</param>
public sealed record LiveRegion(LocalRegion Local, ValkeyServer Server)
{
    /// <summary>Its topic.</summary>
    public LocalTopic Topic => Local.Topic;

    /// <summary>The Region's name.</summary>
    public string Name => Local.Name;

    /// <summary>Its replication group.</summary>
    public string Group => Local.Member.ReplicationGroupId;
}
