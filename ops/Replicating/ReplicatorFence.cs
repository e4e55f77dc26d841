using System.Globalization;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Replicating;

/// <summary>Closes a Region's store to its replicator before writers come (decision 13).</summary>
internal sealed class ReplicatorFence(CommandContext context, DeployedRegion region)
{
    /// <summary>What is left to happen where the fence stays open.</summary>
    public const string OpenMeans = "until the replicator sees the name lead here (the record's time to live and a quarter of a second; "
        + "two leases more when it is cut off) it may still overwrite what new writers write";

    // Longer than anybody follows the order, so that the replicator does not take the store again while the name is on its way.
    private readonly int _minutes = (int)Math.Ceiling(context.Patience.TotalMinutes) + 5;

    /// <summary>Closes it for as long as the order is followed and some minutes more.</summary>
    /// <param name="force">Whether to go on where that fails.</param>
    /// <returns>Until when; null where it is open.</returns>
    /// <exception cref="OpsException">It is unknown whether it is closed; nothing else was changed.</exception>
    public async Task<DateTimeOffset?> CloseAsync(bool force, CancellationToken cancellationToken)
    {
        context.Tell($"closing {region.ReplicationGroupId} to its replicator");
        try
        {
            await new WorkerHost(region).HoldAsync(_minutes, cancellationToken);
        }
        catch (OpsException failure) when (force)
        {
            context.Tell($"Ignored by --force: {failure.Message}. {char.ToUpperInvariant(OpenMeans[0])}{OpenMeans[1..]}");
            return null;
        }
        catch (OpsException failure)
        {
            throw new OpsException($"{failure.Message}{Environment.NewLine}Whether {region.ReplicationGroupId} is closed to its replicator "
                + $"is unknown; if it is, it opens by itself within {_minutes} minutes. The writer name has not been moved. --force moves "
                + $"it all the same: {OpenMeans}.");
        }
        var until = DateTimeOffset.UtcNow.AddMinutes(_minutes);
        context.Tell($"nothing of the replicator's lands at {region.ReplicationGroupId} any more");
        return until;
    }

    /// <summary>Tells what becomes of a closed fence when the order that follows fails.</summary>
    /// <param name="until">What <see cref="CloseAsync"/> returned.</param>
    public string After(string failure, DateTimeOffset? until) => until is null ? failure : string.Create(
        CultureInfo.InvariantCulture,
        $"{failure}{Environment.NewLine}{region.ReplicationGroupId} stays closed to its replicator until {until:HH:mm:ss 'UTC'}, "
            + $"unless the name leads there before; then the replicator goes on by itself.");
}
