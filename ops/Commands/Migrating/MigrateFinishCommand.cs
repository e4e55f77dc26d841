using System.Globalization;

namespace SessionStore.Ops.Commands.Migrating;

/// <summary>Ends a migration: nothing of the old store lands in the new one any more, and the application can be switched over.</summary>
internal static class MigrateFinishCommand
{
    /// <summary>Checks, asks, waits for the last change, compares, closes the store, and says what comes next.</summary>
    /// <exception cref="OpsException">A check failed, or the old store is still being written to; the replicator goes on.</exception>
    public static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var migration = Migration.Of(context);
        var (name, group) = (context.Store.WriterName, migration.Into.ReplicationGroupId);
        var before = await migration.Worker.HealthAsync(cancellationToken);
        if (MigrateStatusCommand.Findings(before).ToArray() is { Length: > 0 } problems)
        {
            Refusals.Throw($"the migration from {migration.From} cannot be finished", problems);
        }
        if (!context.Confirm(
            $"finish the migration from {migration.From}",
            [
                $"Stop everything that writes at {migration.From} first: whatever is written there after this is lost.",
                $"Nothing of it lands in {group} any more afterwards; migrate resume takes that back.",
            ],
            word: group))
        {
            return 0;
        }
        await context.FollowAsync(
            async () => await migration.Worker.HealthAsync(cancellationToken) is { InStep: true, Waiting: 0 } ? null
                : $"the replicator still has changes of {migration.From} to copy, or is not in step", cancellationToken);
        context.Tell("every change has been copied; comparing both stores, key by key");
        var found = await migration.Worker.CompareAsync(cancellationToken);
        context.Tell(found.Words);
        if (found.Total > 0 || found.Undecided > 0)
        {
            throw new OpsException(string.Create(
                CultureInfo.InvariantCulture,
                $"{found.Total} key(s) differ and {found.Undecided} changed too fast to tell: expected none. Does something still write at "
                    + $"{migration.From}, or here? The replicator goes on, and nothing has been changed."));
        }
        await migration.Worker.HoldAsync(minutes: null, cancellationToken);
        context.Tell($"nothing of the replicator's lands in {group} any more");
        foreach (var line in Next(context, migration))
        {
            context.Say(line);
        }
        return 0;
    }

    private static IEnumerable<string> Next(CommandContext context, Migration migration)
    {
        var stack = migration.Into.Stack;
        yield return "";
        yield return "What comes next:";
        yield return $"  1. Switch the application over to {context.Store.WriterName} (docs/connect.md), and start it.";
        yield return "     The way back, as long as nothing has been written there: switch it back, and migrate resume.";
        yield return "  2. Once it works, take the replicator away: remove session-store:migrateFrom and every other migrate* key with";
        yield return $"     `pulumi config rm KEY --stack {stack}`, then `pulumi up --stack {stack}`.";
        yield return $"  3. Keep {migration.From} until then, and as long as you may want to look something up there.";
    }
}
