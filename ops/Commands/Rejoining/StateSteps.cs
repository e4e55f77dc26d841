using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands.Rejoining;

/// <summary>
/// The commands that teach the primary stack's state another datastore than the one that it has created. The guard against a destroy
/// depends on everything, so it goes first, and the `up` brings it back.
/// </summary>
internal static class StateSteps
{
    // Names and types of the program; they stand in every user's state and never change.
    private const string Project = "session-store", Component = "session-store:cache:GlobalDatastore",
        Name = "cache-global-replication-group",
        Type = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup", Guard = "session-store:guard:DestroyGuard::destroy-guard";

    /// <summary>The commands in their order.</summary>
    /// <param name="globalReplicationGroupId">The datastore that there is now.</param>
    public static IEnumerable<string> For(DeployedStore store, string globalReplicationGroupId)
    {
        var stack = store.Home.Stack;
        // An URN has the stack's own name, without organization and project.
        var urn = $"urn:pulumi:{stack.Split('/')[^1]}::{Project}::";
        yield return $"pulumi state delete '{urn}{Guard}' --stack {stack}";
        yield return $"pulumi state unprotect '{urn}{Component}${Type}::{Name}' --stack {stack}";
        yield return $"pulumi state delete '{urn}{Component}${Type}::{Name}' --stack {stack}";
        yield return $"pulumi import {Type} {Name} {globalReplicationGroupId} --stack {stack} --parent 'cache={urn}{Component}::cache' "
            + $"--provider 'aws={urn}pulumi:providers:aws::aws' --generate-code=false";
        foreach (var region in store.Regions)
        {
            yield return $"pulumi up --refresh --stack {region.Stack}";
        }
    }
}
