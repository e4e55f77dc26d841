using SessionStore.Contract;
using SessionStore.Ops.Replicating;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands.Migrating;

/// <summary>A store that is moved in, and the replicator that brings it.</summary>
/// <param name="From">The old store, as host:port.</param>
/// <param name="Into">The Region of the primary stack, whose store is filled.</param>
/// <param name="Worker">The replicator.</param>
internal sealed record Migration(string From, DeployedRegion Into, WorkerHost Worker)
{
    /// <summary>Learns of it from the outputs of the primary stack.</summary>
    /// <exception cref="OpsException">No store is moved in.</exception>
    public static Migration Of(CommandContext context)
    {
        var home = context.Store.Home;
        return home.MigrateFrom is { } from
            ? new(from, home, new(home))
            : throw new OpsException($"stack {home.Stack} has no output {OutputNames.MigrateFrom}: no store is moved in. It begins with "
                + $"`pulumi config set migrateFrom HOST:PORT --stack {home.Stack} && pulumi up --stack {home.Stack}`");
    }
}
