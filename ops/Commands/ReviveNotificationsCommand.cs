using Amazon.ElastiCache.Model;
using SessionStore.Ops.Status;

namespace SessionStore.Ops.Commands;

/// <summary>Switches ElastiCache's notifications on again: it stops publishing for good after one failure, and no refresh shows
/// it.</summary>
internal static class ReviveNotificationsCommand
{
    private const string Active = "active";

    /// <summary>Looks in every Region, and switches on what is off.</summary>
    /// <exception cref="OpsException">A Region does not answer, or was not switched on in time.</exception>
    public static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var status = await context.StatusReader.ReadAsync(cancellationToken);
        foreach (var region in status.Regions)
        {
            var name = region.Region.Name;
            switch (region.Notification)
            {
                case Active:
                    context.Tell($"{name}: the notification is active");
                    break;
                case null when region.IsUnknown(nameof(RegionStatus.Notification)):
                    context.Tell($"{name}: {UnknownCause.Among(region.Unknown.Where(fact => fact.Service == "ElastiCache"))[0]}");
                    break;
                case null:
                    context.Tell($"{name}: {region.Region.ReplicationGroupId} has no topic: run `pulumi up --refresh --stack "
                        + $"{region.Region.Stack}`");
                    break;
                default:
                    if (context.Proceed($"switch the notification of {region.Region.ReplicationGroupId} in {name} on "
                        + $"({region.Notification} now)"))
                    {
                        await ReviveAsync(context, region, cancellationToken);
                    }
                    break;
            }
        }
        return status.Regions.All(region => region.Notification is not null) ? 0 : 1;
    }

    private static async Task ReviveAsync(CommandContext context, RegionStatus region, CancellationToken cancellationToken)
    {
        await context.Clients.ElastiCache(region.Region.Name).ModifyReplicationGroupAsync(new ModifyReplicationGroupRequest
        {
            ReplicationGroupId = region.Region.ReplicationGroupId,
            NotificationTopicStatus = Active,
            ApplyImmediately = true,
        }, cancellationToken);
        await context.FollowAsync(
            async () => await context.StatusReader.NotificationAsync(region, cancellationToken) is var state && state != Active
                ? $"{region.Region.Name}: the notification is {state}" : null,
            cancellationToken);
        context.Tell($"{region.Region.Name}: the notification is active again. If it stops once more, the topic's policy is wrong: "
            + $"`pulumi up --refresh --stack {region.Region.Stack}`");
    }
}
