using SessionStore.Contract;
using SessionStore.Ops.Status;

namespace SessionStore.Ops.Commands;

/// <summary>Says how the store is taken down, and does nothing itself.</summary>
internal static class TeardownCommand
{
    /// <summary>How a person starts this tool.</summary>
    public const string Tool = "scripts/ops";

    /// <summary>Prints the commands in their order, as the store stands now.</summary>
    /// <returns>0; 1 when the order cannot be known, because a Region does not answer or has left the datastore.</returns>
    public static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var status = await context.StatusReader.ReadAsync(cancellationToken);
        var lost = status.Regions.Where(region => region.Role is null).ToArray();
        foreach (var region in lost)
        {
            context.Say(
                $"{region.Region.Name} {(region.Answers ? "is no member of the datastore" : "does not answer")}: see \"Fail back\" in "
                    + "docs/runbook.md before you destroy anything.");
        }
        if (status.Record.Silence is { } silence)
        {
            context.Say($"{silence}: no record and no health check can be deleted before it does. Wait for it, and ask again.");
        }
        foreach (var region in status.Overriding)
        {
            context.Say($"{region.Region.Name} overrides {status.Store.WriterName}, and its stack must not be destroyed before that has "
                + "ended: it ends by itself, minutes after Route 53 answers again.");
        }
        foreach (var step in Steps(status))
        {
            context.Say(step);
        }
        return lost.Length == 0 && status.Record.Silence is null && status.Overriding.Count == 0 ? 0 : 1;
    }

    /// <summary>The command that takes the protection away from a stack's data.</summary>
    public static string Unprotect(string stack) =>
        $"pulumi config set deletionProtection false --stack {stack} && pulumi up --refresh --stack {stack}";

    /// <summary>The command that destroys a stack, after its guard was asked.</summary>
    public static string Destroy(string stack) => $"pulumi destroy --refresh --run-program --stack {stack}";

    private static IEnumerable<string> Steps(StoreStatus status)
    {
        var store = status.Store;
        if (status.PinAsKnown is not null)
        {
            yield return $"{Tool} unpin";
        }
        if (status.At(store.Home).Role == MemberRoles.Secondary)
        {
            // Only a primary can be left alone in the datastore, and its stack is destroyed last.
            yield return $"{Tool} promote {store.Home.Name}";
        }
        var stacks = store.Regions.Reverse().Select(region => region.Stack).ToArray();
        foreach (var stack in stacks)
        {
            yield return Unprotect(stack);
        }
        foreach (var stack in stacks)
        {
            yield return Destroy(stack);
        }
    }
}
