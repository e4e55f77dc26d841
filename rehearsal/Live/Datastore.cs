using System.Collections.Concurrent;
using SessionStore.Contract;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// The Global Datastore: real servers that replicate, and the control plane's part of changing their roles. A role is what a server
/// answers, never what was asked of it.
/// </summary>
internal sealed class Datastore(IReadOnlyList<LiveRegion> regions)
{
    private static readonly TimeSpan _lateness = TimeSpan.FromSeconds(3);

    private readonly HashSet<string> _disassociated = [.. regions.Where(region => region.IsReplicated).Select(region => region.Name)];
    private readonly ConcurrentDictionary<string, string> _lastRoles = new();

    /// <summary>What happens to notices.</summary>
    public NoticeFault Fault { get; set; }

    /// <summary>Makes every other member replicate from a Region, and waits until they do.</summary>
    public async Task FollowAsync(LiveRegion primary, CancellationToken cancellationToken)
    {
        await PointAsync(Others(primary), primary);
        await LinkedAsync(cancellationToken);
    }

    /// <summary>Waits until every replica is linked, in every Region.</summary>
    public async Task LinkedAsync(CancellationToken cancellationToken)
    {
        foreach (var region in regions.Where(region => region.Server.IsRunning))
        {
            await region.Cache.LinkedAsync(cancellationToken);
            while (await RoleAsync(region) == MemberRoles.Secondary && !await region.Server.IsLinkedAsync())
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    /// <summary>
    /// The role that a Region's control plane shows: PRIMARY, SECONDARY, or null for a group that is no member. While the node that would
    /// have to say it is dead, the role is what it was.
    /// </summary>
    public async Task<string?> RoleAsync(LiveRegion region)
    {
        if (_disassociated.Contains(region.Name))
        {
            return null;
        }
        try
        {
            return _lastRoles[region.Name] = await region.Server.RoleAsync() == "master" ? MemberRoles.Primary : MemberRoles.Secondary;
        }
        catch (IOException) when (_lastRoles.TryGetValue(region.Name, out var last))
        {
            return last;
        }
    }

    /// <summary>Promotes a Region, as FailoverGlobalReplicationGroup does: the servers hand the role over, and the others follow.</summary>
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
            while (!await promoted.Server.IsLinkedAsync())
            {
                await Task.Delay(5);
            }
            while (await promoted.Server.RoleAsync() != "master")
            {
                await HandOverAsync(primary.Server, promoted.Server);
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
        await region.Server.LeadAsync();
        _disassociated.Add(region.Name);
    }

    /// <summary>
    /// Puts a replica in the place of a Region's primary node that is dead, as ElastiCache does: it promotes the replica, leads the primary
    /// endpoint there, says so, and replaces the dead node by an empty one that follows.
    /// </summary>
    /// <param name="note">Writes down what happened.</param>
    public async Task FailOverNodeAsync(LiveRegion region, ValkeyServer replica, Action<string> note, CancellationToken cancellationToken)
    {
        var dead = region.Server;
        if (await RoleAsync(region) == MemberRoles.Primary)
        {
            await replica.LeadAsync();
            await region.Cache.LeadToAsync(replica);
            await PointAsync(Others(region), region);
        }
        else
        {
            await replica.FollowAsync((await PrimaryAsync()).Server);
            await region.Cache.LeadToAsync(replica);
        }
        note($"the primary endpoint of {region.Name} leads to {replica.Id}");
        region.Topic.Publish($$"""{"ElastiCache:FailoverComplete":"{{region.Group}}","Cache Cluster ID":"{{replica.Id}}"}""");
        note($"ElastiCache publishes FailoverComplete in {region.Name}");
        await dead.StartAsync(cancellationToken);
        await dead.FollowAsync(replica);
        await LinkedAsync(cancellationToken);
        note($"{dead.Id} has been replaced and follows");
    }

    private async Task<LiveRegion> PrimaryAsync()
    {
        foreach (var region in regions)
        {
            if (await RoleAsync(region) == MemberRoles.Primary)
            {
                return region;
            }
        }
        throw new InvalidOperationException("no Region of the datastore is the primary");
    }

    private LiveRegion[] Others(LiveRegion region) => [.. regions.Where(other => other != region && !_disassociated.Contains(other.Name))];

    private static async Task HandOverAsync(ValkeyServer primary, ValkeyServer replica)
    {
        try
        {
            await primary.ExecuteAsync("FAILOVER", "TO", "127.0.0.1", $"{replica.Port}");
        }
        catch (RespException)
        {
            // The primary has not seen yet that the replica is connected, or is at it, or is none any more: the replica's role will tell.
        }
        await Task.Delay(5);
    }

    private static Task PointAsync(IEnumerable<LiveRegion> followers, LiveRegion primary) =>
        Task.WhenAll(followers.Select(follower => follower.Server.FollowAsync(primary.Server)));
}
