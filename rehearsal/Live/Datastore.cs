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

    /// <summary>Makes every other member replicate from a Region, and waits until they do.</summary>
    public async Task FollowAsync(LiveRegion primary, CancellationToken cancellationToken)
    {
        var others = Others(primary);
        await PointAsync(others, primary);
        while (!(await Task.WhenAll(others.Select(LinkedAsync))).All(linked => linked))
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
    /// <exception cref="InvalidOperationException">The Region is no member any more.</exception>
    public async Task PromoteAsync(LiveRegion promoted, Action<string> note)
    {
        if (_disassociated.Contains(promoted.Name))
        {
            throw new InvalidOperationException($"{promoted.Name} has been taken out of the datastore");
        }
        var primary = await PrimaryAsync();
        if (primary != promoted)
        {
            // A server hands over to nobody but a connected replica of its own.
            while (!await LinkedAsync(promoted))
            {
                await Task.Delay(5);
            }
            await primary.Server.ExecuteAsync("FAILOVER", "TO", "127.0.0.1", $"{promoted.Server.Port}");
            while (await promoted.Server.RoleAsync() != "master")
            {
                await Task.Delay(5);
            }
            // Who hands over follows by itself; the others would go on following it.
            await PointAsync(Others(promoted).Where(other => other != primary), promoted);
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

    private LiveRegion[] Others(LiveRegion region) => [.. regions.Where(other => other != region && !_disassociated.Contains(other.Name))];

    private static Task PointAsync(IEnumerable<LiveRegion> followers, LiveRegion primary) =>
        Task.WhenAll(followers.Select(follower => follower.Server.ExecuteAsync("REPLICAOF", "127.0.0.1", $"{primary.Server.Port}")));

    private static async Task<bool> LinkedAsync(LiveRegion region) => await region.Server.ExecuteAsync("ROLE") is object?[] and [_, _, _, "connected", _];
}
