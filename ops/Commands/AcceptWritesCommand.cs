using SessionStore.Ops.Status;
using SessionStore.Ops.Writes;

namespace SessionStore.Ops.Commands;

/// <summary>Sets back what a promotion that did not come to its end has left behind.</summary>
internal static class AcceptWritesCommand
{
    /// <summary>Looks, asks, sets the parameter back, and waits until the store takes writes.</summary>
    /// <param name="force">Whether to believe ElastiCache where the replicator's instance does not answer.</param>
    /// <param name="cancellationToken">Ends the wait; a parameter that was changed stays so.</param>
    /// <exception cref="OpsException">ElastiCache does not answer or refuses it, or the store does not take writes in time.</exception>
    public static async Task<int> RunAsync(CommandContext context, string region, bool force, CancellationToken cancellationToken)
    {
        var told = context.Store.Region(region);
        var orders = new WriterOrders(context, told, force);
        var parameter = await orders.ReadAsync(cancellationToken);
        if (!parameter.Refuses)
        {
            context.Say($"{told.ReplicationGroupId} is not told to refuse writes: {parameter.Words}. Nothing has been changed.");
            return 0;
        }
        var record = await context.StatusReader.RecordAsync(cancellationToken);
        var deed = $"let {region} take writes again ({parameter.Words})";
        if (!context.Confirm(deed, [Warning(context, told.PrimaryEndpoint, record)], region))
        {
            return 0;
        }
        await orders.SetAsync(parameter, parameter.ToAccept, cancellationToken);
        await orders.FollowAsync(takesWrites: true, within: null, cancellationToken);
        return 0;
    }

    private static string Warning(CommandContext context, string endpoint, RecordStatus record)
    {
        var name = context.Store.WriterName;
        return record switch
        {
            { Silence: { } silence } => $"{silence}: where {name} leads is unknown. If a promotion is under way, what is written "
                + "here is lost.",
            _ when record.Target == endpoint => $"{name} leads here. If a promotion is under way at another terminal, what is written here "
                + "from now on is lost with it.",
            _ => $"{name} leads to {context.Store.AtEndpoint(record.Target)?.Name ?? record.Target ?? "nothing"}: what clients write here "
                + "that have not looked it up again, until a minute and the record's time to live after it has moved, is lost.",
        };
    }
}
