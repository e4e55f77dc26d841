using Amazon.ElastiCache.Model;
using SessionStore.Contract;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands.Rejoining;

/// <summary>What a Region finds that is to join the datastore of another one.</summary>
/// <param name="Region">The Region that joins, and its group as it is now.</param>
/// <param name="Kept">The Region whose data counts, and its group as it is now.</param>
internal sealed record RejoinStatus(RegionStatus Region, RegionStatus Kept)
{
    /// <summary>Whether the Region is a member of the kept Region's datastore already.</summary>
    public bool IsJoined => Region is { Role: MemberRoles.Secondary } && HasFounded
        && Region.GlobalReplicationGroupId == Kept.GlobalReplicationGroupId;

    /// <summary>Whether the kept Region is the primary of a datastore.</summary>
    public bool HasFounded => Kept.Role == MemberRoles.Primary;

    /// <summary>The datastore that the Region still belongs to and has to leave; null for none.</summary>
    public string? Left => IsJoined ? null : Region.GlobalReplicationGroupId;

    /// <summary>Looks at both groups.</summary>
    public static async Task<RejoinStatus> OfAsync(CommandContext context, DeployedRegion region, DeployedRegion kept,
        CancellationToken cancellationToken)
    {
        var looks = await Task.WhenAll(context.StatusReader.GroupAsync(region, cancellationToken),
            context.StatusReader.GroupAsync(kept, cancellationToken));
        return new(looks[0], looks[1]);
    }

    /// <summary>The Region whose data counts: the one that the writer name leads to.</summary>
    /// <param name="status">The look at the store.</param>
    /// <param name="region">The Region that is to join.</param>
    /// <param name="problems">Takes what speaks against it.</param>
    public static DeployedRegion? KeptBy(StoreStatus status, DeployedRegion region, ICollection<string> problems)
    {
        var (record, name) = (status.Record, status.Store.WriterName);
        if ((record.Silence ?? record.Foreign) is { } unclear)
        {
            problems.Add($"whose data counts is unknown: {unclear}");
            return null;
        }
        if (status.Store.AtEndpoint(record.Target) is not { } kept || kept == region)
        {
            problems.Add($"{name} leads to {record.Target ?? "nothing"}: expected another Region than {region.Name}, whose data counts: "
                + "pin that one first");
            return null;
        }
        if (status.At(kept).Role != MemberRoles.Primary && record.Pin != kept.ReplicationGroupId)
        {
            // The function of a Region that still believes that it is the primary would take the name.
            problems.Add($"{name} leads to {kept.Name} without a pin: pin {kept.Name} first");
        }
        return kept;
    }

    /// <summary>What speaks against the Region's joining.</summary>
    /// <param name="others">The other members of the datastore that the Region has to leave.</param>
    public IEnumerable<string> Problems(IReadOnlyList<GlobalReplicationGroupMember> others)
    {
        foreach (var silent in new[] { Region, Kept }.Where(status => !status.Answers))
        {
            yield return UnknownCause.Among(silent.Unknown)[0].Reason;
        }
        if (Kept.Answers && Kept is { Role: MemberRoles.Secondary } or { Answers: true, Status: not "available" })
        {
            yield return $"{Kept.Region.ReplicationGroupId} is {Kept.Role ?? "on its own"}, {Kept.Status ?? "does not exist"}: expected a "
                + "primary or a group on its own that is available";
        }
        if (Region.Status is not (null or "available" or "creating" or "deleting"))
        {
            yield return $"{Region.Region.ReplicationGroupId} is {Region.Status}: expected available";
        }
        if (Left is { } datastore && others.Count > 0)
        {
            yield return $"{datastore} still has "
                + $"{string.Join(" and ", others.Select(other => $"{other.ReplicationGroupId} in {other.ReplicationGroupRegion}"))}: "
                + $"disassociate {string.Join(" and ", others.Select(other => other.ReplicationGroupRegion))} first, and let it rejoin "
                    + "afterwards, too";
        }
        else if (Left is not null && Region.Role == MemberRoles.Secondary)
        {
            yield return $"{Region.Region.ReplicationGroupId} is {MemberRoles.Secondary} of {Left}: "
                + $"disassociate {Region.Region.Name} first";
        }
    }
}
