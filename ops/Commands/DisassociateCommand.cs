using Amazon.ElastiCache.Model;
using SessionStore.Ops.Looking;

namespace SessionStore.Ops.Commands;

/// <summary>Takes a Region out of the datastore: the way out when the primary's Region is lost.</summary>
internal static class DisassociateCommand
{
    /// <summary>Warns, asks, disassociates, and follows until the Region is a group of its own.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="region">The Region to take out.</param>
    /// <param name="cancellationToken">Ends the wait; what was asked for goes on.</param>
    /// <exception cref="OpsException">The Region is not a secondary that answers, and nothing was changed; or it was not done in
    /// time.</exception>
    public static async Task<int> RunAsync(Operator @operator, string region, CancellationToken cancellationToken)
    {
        var store = @operator.Store;
        var left = store.Region(region);
        var look = await @operator.Looker.LookAsync(cancellationToken);
        var member = look.At(left);
        if (member.Role != RegionLook.Secondary)
        {
            throw new OpsException(
                member.Answers
                    ? $"{left.ReplicationGroupId} is {member.Role ?? "no member of a datastore"}: expected {RegionLook.Secondary}. Nothing "
                        + "has been changed."
                    : $"{UnknownCause.Among(member.Unknown)[0].Reason}: expected {RegionLook.Secondary}. Nothing has been changed.");
        }
        var alive = look.Primaries.Select(primary => primary.Region.Name).FirstOrDefault();
        var warning =
            $"{region} will become a group of its own that accepts writes. "
            + (alive is null
                ? "No primary answers, but one may still run and accept writes from clients that reach it: then there are TWO WRITABLE "
                    + "PRIMARIES, and what the other one accepts is lost."
                : $"{alive} IS ALIVE AND THE PRIMARY: there will be TWO WRITABLE PRIMARIES. If you want {region} to take over, promote it "
                    + "instead.")
            + $" To join again, {region} has to be emptied and built anew.";
        if (!@operator.Confirm($"disassociate {region}", [warning], region))
        {
            return 0;
        }
        await @operator.Clients.ElastiCache(region).DisassociateGlobalReplicationGroupAsync(new DisassociateGlobalReplicationGroupRequest
        {
            GlobalReplicationGroupId = member.GlobalReplicationGroupId ?? store.GlobalReplicationGroupId,
            ReplicationGroupId = left.ReplicationGroupId,
            ReplicationGroupRegion = region,
        }, cancellationToken);
        @operator.Tell($"ElastiCache has accepted the disassociation of {region}");
        await @operator.FollowAsync(async () =>
        {
            var group = await @operator.Looker.GroupAsync(left, cancellationToken);
            return group is { Answers: true, Role: null, Status: "available" } ? null
                : $"{left.ReplicationGroupId} is {group.Role ?? "no member"}, {group.Status ?? "not answering"}";
        }, cancellationToken);
        @operator.Tell($"{region} is a group of its own and accepts writes");
        @operator.Say($"Now lead {store.WriterName} there: pin {region}");
        return 0;
    }
}
