using System.Globalization;
using Amazon.ElastiCache.Model;
using SessionStore.Ops.Looking;

namespace SessionStore.Ops.Commands.Rejoining;

/// <summary>The steps from a Region on its own to a member; each is left out where it is done, so that a command that was interrupted goes
/// on.</summary>
/// <param name="operator">The store and the person.</param>
/// <param name="blueprint">What the member is created with.</param>
/// <param name="now">What was found.</param>
internal sealed class RejoinSteps(Operator @operator, MemberBlueprint blueprint, RejoinLook now)
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
        yield return $"wait until {_group} is {RegionLook.Secondary} and available, up to an hour";
    }

    /// <summary>Carries the steps out, each once the one before is done.</summary>
    public async Task CarryOutAsync(CancellationToken cancellationToken)
    {
        if (now.Left is { } left)
        {
            @operator.Tell($"now run: {LeaveCommand}");
            await FollowAsync(look => look.Region.Role is not null ? $"{_group} still belongs to {left}"
                : Busy(look.Region), cancellationToken);
        }
        if (!now.HasFounded)
        {
            @operator.Tell($"now run: {FoundCommand}");
            await FollowAsync(look => look.HasFounded ? null : $"{look.Kept.Region.ReplicationGroupId} is {look.Kept.Role ?? "on its own"}",
                cancellationToken);
        }
        await FollowAsync(look => Datastore.IsSettled(look.Kept.DatastoreStatus)
            ? null
            : $"{look.Kept.GlobalReplicationGroupId} is {look.Kept.DatastoreStatus ?? "in an unknown state"}", cancellationToken);
        if (now.Region.Status == "available")
        {
            await StillKeptAsync(cancellationToken);
            await @operator.Clients.ElastiCache(_region).DeleteReplicationGroupAsync(
                new DeleteReplicationGroupRequest { ReplicationGroupId = _group, FinalSnapshotIdentifier = _snapshot }, cancellationToken);
            @operator.Tell($"ElastiCache has accepted the deletion of {_group}, with the final snapshot {_snapshot}");
        }
        if (now.Region.Status != "creating")
        {
            await CreateAsync(cancellationToken);
        }
        await FollowAsync(look => look.IsJoined ? Busy(look.Region)
            : $"{_group} is {look.Region.Status ?? "not there"}, {look.Region.Role ?? "no member"}", cancellationToken);
        @operator.Tell($"{_region} is a member of the datastore of {now.Kept.Region.Name}");
    }

    private string LeaveCommand =>
        $"aws elasticache delete-global-replication-group --region {_region} --global-replication-group-id {now.Left} "
            + "--retain-primary-replication-group";

    private string FoundCommand =>
        $"aws elasticache create-global-replication-group --region {now.Kept.Region.Name} --global-replication-group-id-suffix "
            + $"{@operator.Store.Name} "
        + $"--global-replication-group-description \"Session store\" --primary-replication-group-id {now.Kept.Region.ReplicationGroupId}";

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var datastore = "";
        await FollowAsync(look =>
        {
            datastore = look.Kept.GlobalReplicationGroupId ?? "";
            return look.Region.Status is { } status ? $"{_group} is {status}" : null;
        }, cancellationToken);
        blueprint.Request.GlobalReplicationGroupId = datastore;
        await @operator.Clients.ElastiCache(_region).CreateReplicationGroupAsync(blueprint.Request, cancellationToken);
        @operator.Tell($"ElastiCache has accepted the creation of {_group} as a member of {datastore}");
    }

    // The steps before may have taken an hour, and what follows cannot be taken back.
    private async Task StillKeptAsync(CancellationToken cancellationToken)
    {
        string? target = null;
        await @operator.FollowAsync(async () =>
        {
            var record = await @operator.Looker.RecordAsync(cancellationToken);
            target = record.Target;
            return record.Silence;
        }, cancellationToken);
        if (target != now.Kept.Region.PrimaryEndpoint)
        {
            throw new OpsException(
                $"{@operator.Store.WriterName} leads to {target ?? "nothing"} now, no longer to {now.Kept.Region.Name}: {_group} "
                    + "has not been deleted. Start again when it is clear whose data counts.");
        }
    }

    private Task FollowAsync(Func<RejoinLook, string?> pending, CancellationToken cancellationToken) => @operator.FollowAsync(async () =>
    {
        var look = await RejoinLook.OfAsync(@operator, now.Region.Region, now.Kept.Region, cancellationToken);
        var silent = new[] { look.Region, look.Kept }.FirstOrDefault(region => !region.Answers);
        return silent is null ? pending(look) : UnknownCause.Among(silent.Unknown)[0].Reason;
    }, cancellationToken);

    private static string? Busy(RegionLook look) =>
        look.Status == "available" ? null : $"{look.Region.ReplicationGroupId} is {look.Status ?? "not there"}";
}
