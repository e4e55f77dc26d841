using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Failover;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>
/// Carries an order out from the operator's machine, round SNS and Lambda, with the function's own decision and its one transaction: it
/// compares the record, the pin and the history, and leaves its order in the history, so that no order that is still on its way undoes it.
/// It says nothing of roles: what is seen from here is no evidence of them, and the claims in the history stay as they are.
/// </summary>
internal sealed class DirectOrder(CommandContext context)
{
    /// <summary>Why there is no such order while Route 53 does not answer, where Regions can override, and what to do instead.</summary>
    public const string NeedsRoute53 = "--direct changes the records there. Without --direct the order goes to the Region's function, "
        + "which overrides the record until Route 53 answers";

    private const int MostRounds = 5;

    /// <summary>Gives an order.</summary>
    /// <param name="kind"><see cref="NoticeKind.Pin"/> or <see cref="NoticeKind.Unpin"/>.</param>
    /// <param name="cancellationToken">Ends the wait; a change that Route 53 has accepted stays.</param>
    /// <exception cref="OpsException">A later order has been carried out, Route 53 does not answer, or others were always
    /// faster.</exception>
    public async Task GiveAsync(NoticeKind kind, DeployedRegion region, CancellationToken cancellationToken)
    {
        var given = DateTimeOffset.UtcNow;
        for (var round = 1; ; round++)
        {
            var status = await context.StatusReader.RecordPatientlyAsync(cancellationToken);
            var records = status.Records ?? throw new OpsException(
                region.Overrides ? $"{status.Silence}: {NeedsRoute53}. Nothing has been changed."
                    : $"{status.Silence}. Nothing has been changed.");
            IReadOnlyList<Change> Changed(ChangeAction renewal) => Changes(kind, region, records, given, renewal);
            if (Changed(ChangeAction.CREATE).Count == 0)
            {
                return;
            }
            try
            {
                await context.StatusReader.ChangeAsync(Changed, $"session-store: {kind} of {region.ReplicationGroupId}, directly",
                    reason => context.Tell($"Route 53 has refused one form of the change, trying the other: {reason}"),
                    cancellationToken);
                context.Tell($"Route 53 has accepted the {(kind == NoticeKind.Pin ? "pin" : "unpin")}; its servers answer with it within "
                    + "a minute");
                return;
            }
            catch (InvalidChangeBatchException refusal) when (round < MostRounds)
            {
                context.Tell($"Route 53 has refused the change, looking again: {refusal.Message}");
            }
            catch (InvalidChangeBatchException refusal)
            {
                throw new OpsException($"Route 53 has refused {MostRounds} changes in a row, the last one because: {refusal.Message} "
                    + "Nothing has been changed.");
            }
        }
    }

    private IReadOnlyList<Change> Changes(NoticeKind kind, DeployedRegion region, WriterRecords records, DateTimeOffset given,
        ChangeAction renewal)
    {
        var settings = context.Store.SettingsOf(region);
        var (history, now) = (records.HistoryOrEmpty, DateTimeOffset.UtcNow);
        // A group of no role: only the order counts.
        var decision = Decision.Of(new(kind, given, region.ReplicationGroupId, MemberRole.StandAlone, records.PinnedGroup, history, now,
            settings.RoleHold));
        if (decision.Refusal != OrderRefusal.None)
        {
            var later = history.Order is { } order ? $": {order.Kind} of {order.Group} at {order.Published:yyyy-MM-dd HH:mm:ss.fff 'UTC'}; "
                + $"it is {now:yyyy-MM-dd HH:mm:ss.fff 'UTC'} here" : "";
            throw new OpsException($"The order is {decision.Refusal.ToString().ToLowerInvariant()}{later}. Is this machine's clock right? "
                + $"Nothing has been changed.");
        }
        var group = new ReplicationGroup(region.ReplicationGroupId, MemberRole.StandAlone, region.PrimaryEndpoint, null);
        try
        {
            return Plan.For(decision with { History = history with { Order = decision.History.Order } }, group, records, settings,
                renewal).Changes;
        }
        catch (FailoverException foreign)
        {
            throw new OpsException($"{foreign.Message} Nothing has been changed.");
        }
    }
}
