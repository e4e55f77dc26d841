using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Looking;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Takes the writer name out of the automation's hands, and gives it back.</summary>
public static class PinCommands
{
    /// <summary>Looks at the Region, asks, moves the writer name there, whatever its role, and keeps it there.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="region">The Region.</param>
    /// <param name="direct">Whether to carry the order out from here, round SNS and Lambda.</param>
    /// <param name="force">Whether to give the order although the look found that it cannot be carried out now.</param>
    /// <param name="cancellationToken">Ends the wait; a pin that was published goes on.</param>
    /// <exception cref="OpsException">The order cannot be carried out now, and nothing was changed; or it was not done in time.</exception>
    public static async Task<int> PinAsync(Operator @operator, string region, bool direct, bool force, CancellationToken cancellationToken)
    {
        var pinned = @operator.Store.Region(region);
        var name = @operator.Store.WriterName;
        var look = await @operator.Looker.LookAsync(cancellationToken);
        @operator.Say(Found(look, pinned));
        if (look.Record.Pin == pinned.ReplicationGroupId && look.Record.Target == pinned.PrimaryEndpoint)
        {
            @operator.Say($"{name} is pinned to {region} already. Nothing has been changed.");
            return 0;
        }
        var ignored = Refusals.Check($"{name} cannot be pinned to {region}", [.. Problems(look, pinned, direct)], force);
        if (!@operator.Confirm($"pin {name} to {region}{(direct ? ", from here" : "")}", [.. ignored, .. Warnings(look, pinned)], region))
        {
            return 0;
        }
        if (direct)
        {
            await new DirectOrder(@operator).GiveAsync(NoticeKind.Pin, pinned, cancellationToken);
        }
        else
        {
            await @operator.PublishAsync(pinned, MessageKeys.Pin, cancellationToken);
        }
        await FollowPinAsync(@operator, pinned.ReplicationGroupId, cancellationToken);
        @operator.Tell($"the pin is {pinned.ReplicationGroupId}");
        await RecordFollowing.FollowAsync(@operator, pinned, cancellationToken);
        return 0;
    }

    /// <summary>Gives the writer name back to the automation.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="direct">Whether to carry the order out from here, round SNS and Lambda.</param>
    /// <param name="cancellationToken">Ends the wait; an order that was published goes on.</param>
    /// <exception cref="OpsException">Route 53 does not answer, no Region takes the order, or it was not done in time.</exception>
    public static async Task<int> UnpinAsync(Operator @operator, bool direct, CancellationToken cancellationToken)
    {
        var store = @operator.Store;
        var look = await @operator.Looker.LookAsync(cancellationToken);
        if (look.Record.Silence is { } silence)
        {
            throw new OpsException($"{silence}. Nothing has been changed.");
        }
        if (look.Record.Pin is not { } pin)
        {
            @operator.Say($"{store.WriterName} is not pinned. Nothing has been changed.");
            return 0;
        }
        // Every function takes a pin away, whosever it is: the Region that is pinned may be lost, or none of the store's.
        var takers = look.Regions.OrderByDescending(region => region.Answers).ThenByDescending(region => region.Region == store.OfGroup(pin)).Select(region => region.Region).ToArray();
        var pinned = store.OfGroup(pin)?.Name ?? pin;
        var next = (look.Primaries, look.Silent) switch
        {
            ([var primary], []) => $"{store.WriterName} will lead to {primary.Region.Name}, the primary.",
            ([var primary], _) => $"{store.WriterName} will lead to {primary.Region.Name}, unless a Region that does not answer is a primary, too: {look.Unknown[0].Reason}.",
            ([], []) => $"No Region is the primary: {store.WriterName} will stay where it is until one is.",
            ([], _) => $"Which Region is the primary is unknown, and {store.WriterName} will lead there: {look.Unknown[0].Reason}.",
            _ => "More than one Region is the primary: the name goes to one of them and stays there, and which one nobody can say. Make sure which data counts before.",
        };
        if (!@operator.Confirm($"unpin {store.WriterName} from {pinned}{(direct ? ", from here" : "")}", [next], pinned))
        {
            return 0;
        }
        await (direct
            ? new DirectOrder(@operator).GiveAsync(NoticeKind.Unpin, takers[0], cancellationToken)
            : PublishToAnyAsync(@operator, takers, MessageKeys.Unpin, cancellationToken));
        await FollowPinAsync(@operator, null, cancellationToken);
        @operator.Tell("the pin is gone");
        return 0;
    }

    private static async Task PublishToAnyAsync(Operator @operator, IReadOnlyList<DeployedRegion> takers, string key, CancellationToken cancellationToken)
    {
        foreach (var region in takers)
        {
            try
            {
                await @operator.PublishAsync(region, key, cancellationToken);
                return;
            }
            catch (Exception failure) when (region != takers[^1] && ServiceFailure.Is(failure, cancellationToken))
            {
                @operator.Tell($"{region.Name} does not take the order: {ServiceFailure.Of(failure).Message}");
            }
        }
    }

    private static Task FollowPinAsync(Operator @operator, string? expected, CancellationToken cancellationToken) => @operator.FollowAsync(async () =>
    {
        var record = await @operator.Looker.RecordAsync(cancellationToken);
        return record.Silence ?? (record.Pin == expected ? null : $"the pin is {record.Pin ?? "none"}, the last order {HistoryText.LastOrder(record)}");
    }, cancellationToken);

    private static string Found(StoreLook look, DeployedRegion pinned)
    {
        var (member, record) = (look.At(pinned), look.Record);
        var group = !member.Answers ? "unknown" : member.Status is null ? "nothing: it does not exist" : $"{member.Role ?? "no member of a datastore"}, {member.Status}";
        var zone = record.Silence is not null
            ? $"where {look.Store.WriterName} leads and whether it is pinned is unknown"
            : $"{look.Store.WriterName} leads to {look.Store.AtEndpoint(record.Target)?.Name ?? record.Target ?? "nothing"}, pinned to {record.Pin ?? "none"}";
        return $"{pinned.ReplicationGroupId} is {group}; {zone}";
    }

    private static IEnumerable<string> Problems(StoreLook look, DeployedRegion pinned, bool direct)
    {
        var member = look.At(pinned);
        if (!member.Answers && !direct)
        {
            yield return $"{UnknownCause.Among(member.Unknown)[0].Reason}: the Region's function has to learn the endpoint from it; --direct does without";
        }
        else if (member is { Answers: true, Status: null })
        {
            yield return $"{pinned.ReplicationGroupId} does not exist: there is no endpoint to lead writers to";
        }
        if (look.Record.Silence is { } silence)
        {
            yield return silence;
        }
        if (look.Record.Foreign is { } foreign)
        {
            yield return foreign;
        }
    }

    private static IEnumerable<string> Warnings(StoreLook look, DeployedRegion pinned)
    {
        var (name, member) = (look.Store.WriterName, look.At(pinned));
        yield return $"{name} will lead to {pinned.Name} whatever its role is, and will follow no promotion until it is unpinned.";
        if (member.Role == RegionLook.Secondary)
        {
            yield return $"{pinned.Name} IS {RegionLook.Secondary} NOW: WRITES WILL FAIL there until it is promoted or disassociated.";
        }
        if (member.Status is not null and not "available")
        {
            yield return $"{pinned.ReplicationGroupId} is {member.Status}, not available.";
        }
        foreach (var other in look.Primaries.Where(primary => primary.Region != pinned))
        {
            yield return $"{other.Region.Name} is a primary and accepts writes from clients that have not looked the name up again.";
        }
    }
}
