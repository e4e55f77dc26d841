using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>Waits for the writer name.</summary>
internal static class RecordFollowing
{
    /// <summary>Waits until the writer name leads to a Region.</summary>
    public static async Task FollowAsync(CommandContext context, DeployedRegion region, CancellationToken cancellationToken)
    {
        var name = context.Store.WriterName;
        await context.FollowAsync(async () =>
        {
            var record = await context.StatusReader.RecordAsync(cancellationToken);
            return record.Silence ?? record.Foreign
                ?? (record.Target == region.PrimaryEndpoint ? null : $"{name} leads to {record.Target ?? "nothing"}");
        }, cancellationToken);
        context.Tell($"{name} leads to {region.PrimaryEndpoint} ({region.Name})");
    }
}
