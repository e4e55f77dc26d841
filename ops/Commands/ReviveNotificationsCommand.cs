using Amazon.ElastiCache.Model;
using SessionStore.Ops.Looking;

namespace SessionStore.Ops.Commands;

/// <summary>Switches ElastiCache's notifications on again: it stops publishing for good after one failure, and no refresh shows
/// it.</summary>
internal static class ReviveNotificationsCommand
{
    private const string Active = "active";

    /// <summary>Looks in every Region, and switches on what is off.</summary>
    /// <param name="operator">The store and the person.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OpsException">A Region does not answer, or was not switched on in time.</exception>
    public static async Task<int> RunAsync(Operator @operator, CancellationToken cancellationToken)
    {
        var look = await @operator.Looker.LookAsync(cancellationToken);
        foreach (var region in look.Regions)
        {
            var name = region.Region.Name;
            switch (region.Notification)
            {
                case Active:
                    @operator.Tell($"{name}: the notification is active");
                    break;
                case null when region.IsUnknown(nameof(RegionLook.Notification)):
                    @operator.Tell($"{name}: {UnknownCause.Among(region.Unknown.Where(fact => fact.Service == "ElastiCache"))[0]}");
                    break;
                case null:
                    @operator.Tell($"{name}: {region.Region.ReplicationGroupId} has no topic: run `pulumi up --refresh --stack "
                        + $"{region.Region.Stack}`");
                    break;
                default:
                    if (@operator.Proceed($"switch the notification of {region.Region.ReplicationGroupId} in {name} on "
                        + $"({region.Notification} now)"))
                    {
                        await ReviveAsync(@operator, region, cancellationToken);
                    }
                    break;
            }
        }
        return look.Regions.All(region => region.Notification is not null) ? 0 : 1;
    }

    private static async Task ReviveAsync(Operator @operator, RegionLook region, CancellationToken cancellationToken)
    {
        await @operator.Clients.ElastiCache(region.Region.Name).ModifyReplicationGroupAsync(new ModifyReplicationGroupRequest
        {
            ReplicationGroupId = region.Region.ReplicationGroupId,
            NotificationTopicStatus = Active,
            ApplyImmediately = true,
        }, cancellationToken);
        await @operator.FollowAsync(
            async () => await @operator.Looker.NotificationAsync(region, cancellationToken) is var state && state != Active
                ? $"{region.Region.Name}: the notification is {state}" : null,
            cancellationToken);
        @operator.Tell($"{region.Region.Name}: the notification is active again. If it stops once more, the topic's policy is wrong: "
            + $"`pulumi up --refresh --stack {region.Region.Stack}`");
    }
}
