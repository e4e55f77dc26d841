namespace SessionStore.Ops.Commands.Migrating;

/// <summary>Takes back what <see cref="MigrateFinishCommand"/> did, before the application writes to the new store.</summary>
internal static class MigrateResumeCommand
{
    /// <summary>Asks, and lets the replicator go on.</summary>
    /// <exception cref="OpsException">No store is moved in, or the worker could not be asked.</exception>
    public static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var migration = Migration.Of(context);
        var group = migration.Into.ReplicationGroupId;
        if (!context.Confirm(
            $"resume the migration from {migration.From}",
            [
                $"{group} becomes a copy of {migration.From} again: WHAT AN APPLICATION HAS WRITTEN THERE MEANWHILE IS OVERWRITTEN OR "
                    + "REMOVED.",
            ],
            word: group))
        {
            return 0;
        }
        await migration.Worker.ReleaseAsync(cancellationToken);
        context.Tell($"the replicator may write to {group} again");
        await context.FollowAsync(
            async () => await migration.Worker.HealthAsync(cancellationToken) is { InStep: false } health
                ? $"the replicator is {health.Phase}" : null, cancellationToken);
        context.Tell($"{group} is in step with {migration.From}");
        return 0;
    }
}
