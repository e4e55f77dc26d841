using Amazon.ElastiCache.Model;
using SessionStore.Contract;
using SessionStore.Ops.Status;

namespace SessionStore.Ops.Commands;

/// <summary>Takes a Region out of the datastore: the way out when the primary's Region is lost.</summary>
internal static class DisassociateCommand
{
    /// <summary>Warns, asks, disassociates, and follows until the Region is a group of its own.</summary>
    /// <param name="cancellationToken">Ends the wait; what was asked for goes on.</param>
    /// <exception cref="OpsException">The Region is not a secondary that answers, and nothing was changed; or it was not done in
    /// time.</exception>
    public static async Task<int> RunAsync(CommandContext context, string region, CancellationToken cancellationToken)
    {
        var store = context.Store;
        var left = store.Region(region);
        var status = await context.StatusReader.ReadAsync(cancellationToken);
        var member = status.At(left);
        if (member.Role != MemberRoles.Secondary)
        {
            throw new OpsException(
                member.Answers
                    ? $"{left.ReplicationGroupId} is {member.Role ?? "no member of a datastore"}: expected {MemberRoles.Secondary}. "
                        + "Nothing has been changed."
                    : $"{UnknownCause.Among(member.Unknown)[0].Reason}: expected {MemberRoles.Secondary}. Nothing has been changed.");
        }
        var alive = status.Primaries.Select(primary => primary.Region.Name).FirstOrDefault();
        var warning =
            $"{region} will become a group of its own that accepts writes. "
            + (alive is null
                ? "No primary answers, but one may still run and accept writes from clients that reach it: then there are TWO WRITABLE "
                    + "PRIMARIES, and what the other one accepts is lost."
                : $"{alive} IS ALIVE AND THE PRIMARY: there will be TWO WRITABLE PRIMARIES. If you want {region} to take over, promote it "
                    + "instead.")
            + $" To join again, {region} has to be emptied and built anew.";
        if (!context.Confirm($"disassociate {region}", [warning], region))
        {
            return 0;
        }
        await context.Clients.ElastiCache(region).DisassociateGlobalReplicationGroupAsync(new DisassociateGlobalReplicationGroupRequest
        {
            GlobalReplicationGroupId = member.GlobalReplicationGroupId ?? store.GlobalReplicationGroupId,
            ReplicationGroupId = left.ReplicationGroupId,
            ReplicationGroupRegion = region,
        }, cancellationToken);
        context.Tell($"ElastiCache has accepted the disassociation of {region}");
        await context.FollowAsync(async () =>
        {
            var group = await context.StatusReader.GroupAsync(left, cancellationToken);
            return group is { Answers: true, Role: null, Status: "available" } ? null
                : $"{left.ReplicationGroupId} is {group.Role ?? "no member"}, {group.Status ?? "not answering"}";
        }, cancellationToken);
        context.Tell($"{region} is a group of its own and accepts writes");
        context.Say($"Now lead {store.WriterName} there: pin {region}");
        return 0;
    }
}
