using System.Globalization;
using Amazon.ElastiCache.Model;
using SessionStore.Contract;
using SessionStore.Ops.Status;

namespace SessionStore.Ops.Commands.Rejoining;

/// <summary>The steps from a Region on its own to a member; each is left out where it is done, so that a command that was interrupted goes
/// on.</summary>
/// <param name="blueprint">What the member is created with.</param>
/// <param name="now">What was found.</param>
internal sealed class RejoinSteps(CommandContext context, MemberBlueprint blueprint, RejoinStatus now)
{
    private readonly string _region = now.Region.Region.Name, _group = now.Region.Region.ReplicationGroupId;

    private readonly string _snapshot =
        string.Create(CultureInfo.InvariantCulture,
            $"{now.Region.Region.ReplicationGroupId}-before-rejoin-{DateTime.UtcNow:yyyyMMddHHmmss}");

    /// <summary>The steps that are left, for a person.</summary>
    public IEnumerable<string> Plan()
    {
        if (now.Left is not null)
        {
            yield return $"you: {LeaveCommand}";
        }
        if (!now.HasFounded)
        {
            yield return $"you: {FoundCommand}";
        }
        if (now.Region.Status == "available")
        {
            yield return $"delete {_group} in {_region} WITH ITS DATA, with the final snapshot {_snapshot}";
        }
        if (now.Region.Status != "creating")
        {
            yield return $"create {_group} in {_region}: {blueprint.Description}";
        }
        yield return $"wait until {_group} is {MemberRoles.Secondary} and available, up to an hour";
    }

    /// <summary>Carries the steps out, each once the one before is done.</summary>
    public async Task CarryOutAsync(CancellationToken cancellationToken)
    {
        if (now.Left is { } left)
        {
            context.Tell($"now run: {LeaveCommand}");
            await FollowAsync(status => status.Region.Role is not null ? $"{_group} still belongs to {left}"
                : Busy(status.Region), cancellationToken);
        }
        if (!now.HasFounded)
        {
            context.Tell($"now run: {FoundCommand}");
            await FollowAsync(status => status.HasFounded
                ? null
                : $"{status.Kept.Region.ReplicationGroupId} is {status.Kept.Role ?? "on its own"}", cancellationToken);
        }
        await FollowAsync(status => Datastore.IsSettled(status.Kept.DatastoreStatus)
            ? null
            : $"{status.Kept.GlobalReplicationGroupId} is {status.Kept.DatastoreStatus ?? "in an unknown state"}", cancellationToken);
        if (now.Region.Status == "available")
        {
            await StillKeptAsync(cancellationToken);
            await context.Clients.ElastiCache(_region).DeleteReplicationGroupAsync(
                new DeleteReplicationGroupRequest { ReplicationGroupId = _group, FinalSnapshotIdentifier = _snapshot }, cancellationToken);
            context.Tell($"ElastiCache has accepted the deletion of {_group}, with the final snapshot {_snapshot}");
        }
        if (now.Region.Status != "creating")
        {
            await CreateAsync(cancellationToken);
        }
        await FollowAsync(status => status.IsJoined ? Busy(status.Region)
            : $"{_group} is {status.Region.Status ?? "not there"}, {status.Region.Role ?? "no member"}", cancellationToken);
        context.Tell($"{_region} is a member of the datastore of {now.Kept.Region.Name}");
    }

    private string LeaveCommand =>
        $"aws elasticache delete-global-replication-group --region {_region} --global-replication-group-id {now.Left} "
            + "--retain-primary-replication-group";

    private string FoundCommand =>
        $"aws elasticache create-global-replication-group --region {now.Kept.Region.Name} --global-replication-group-id-suffix "
            + $"{context.Store.Name} "
        + $"--global-replication-group-description \"Session store\" --primary-replication-group-id {now.Kept.Region.ReplicationGroupId}";

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var datastore = "";
        await FollowAsync(status =>
        {
            datastore = status.Kept.GlobalReplicationGroupId ?? "";
            return status.Region.Status is { } present ? $"{_group} is {present}" : null;
        }, cancellationToken);
        blueprint.Request.GlobalReplicationGroupId = datastore;
        await context.Clients.ElastiCache(_region).CreateReplicationGroupAsync(blueprint.Request, cancellationToken);
        context.Tell($"ElastiCache has accepted the creation of {_group} as a member of {datastore}");
    }

    // The steps before may have taken an hour, and what follows cannot be taken back.
    private async Task StillKeptAsync(CancellationToken cancellationToken)
    {
        string? target = null;
        await context.FollowAsync(async () =>
        {
            var record = await context.StatusReader.RecordAsync(cancellationToken);
            target = record.Target;
            return record.Silence;
        }, cancellationToken);
        if (target != now.Kept.Region.PrimaryEndpoint)
        {
            throw new OpsException(
                $"{context.Store.WriterName} leads to {target ?? "nothing"} now, no longer to {now.Kept.Region.Name}: {_group} "
                    + "has not been deleted. Start again when it is clear whose data counts.");
        }
    }

    private Task FollowAsync(Func<RejoinStatus, string?> pending, CancellationToken cancellationToken) => context.FollowAsync(async () =>
    {
        var status = await RejoinStatus.OfAsync(context, now.Region.Region, now.Kept.Region, cancellationToken);
        var silent = new[] { status.Region, status.Kept }.FirstOrDefault(region => !region.Answers);
        return silent is null ? pending(status) : UnknownCause.Among(silent.Unknown)[0].Reason;
    }, cancellationToken);

    private static string? Busy(RegionStatus status) =>
        status.Status == "available" ? null : $"{status.Region.ReplicationGroupId} is {status.Status ?? "not there"}";
}
