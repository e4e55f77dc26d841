using System.Text.Json;
using SessionStore.Contract;

namespace SessionStore.Ops.Store;

/// <summary>
/// Finds the stacks of the store among those of the project: <c>pulumi stack ls</c> lists "only stacks with the same project name as the
/// current workspace" (https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_ls/), and each stack says in its outputs which store it
/// belongs to. The primary stack does not know its secondaries, and a stack's name says nothing.
/// </summary>
internal static class StoreFinder
{
    private const string Advice = "name the stacks of the store with --stack, once for each Region";

    /// <summary>Asks the Pulumi CLI for the stacks of the current folder's project, and each for its outputs.</summary>
    /// <exception cref="OpsException">The CLI fails, or the project has no store or several; the message names what was found.</exception>
    public static async Task<IReadOnlyList<StackOutputs>> FindAsync(CancellationToken cancellationToken)
    {
        var names = await StacksAsync(cancellationToken);
        var stacks = await Task.WhenAll(names.Select(name => StackOutputs.OfPulumiAsync(name, cancellationToken)));
        return Choose(stacks);
    }

    /// <summary>The names of the stacks of the current folder's project.</summary>
    /// <exception cref="OpsException">The CLI fails, or prints something else than before.</exception>
    public static async Task<IReadOnlyList<string>> StacksAsync(CancellationToken cancellationToken)
    {
        var output = await PulumiCli.AskAsync(["stack", "ls", "--json"], cancellationToken);
        try
        {
            // An array of objects with a name each (stackSummaryJSON in the CLI's source).
            using var list = JsonDocument.Parse(output);
            return [.. list.RootElement.EnumerateArray().Select(stack => stack.GetProperty("name").GetString()!)];
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new OpsException($"pulumi stack ls --json: expected a JSON array of objects with a name: {Advice}");
        }
    }

    /// <summary>Chooses the stacks of the one store, in the order in which they were deployed.</summary>
    /// <param name="stacks">The outputs of all stacks of the project; one that is not deployed has none.</param>
    /// <exception cref="OpsException">There is no store, or there are several.</exception>
    public static IReadOnlyList<StackOutputs> Choose(IReadOnlyCollection<StackOutputs> stacks)
    {
        var stores = stacks.Where(stack => stack.OptionalText(OutputNames.WriterName) is not null)
            .GroupBy(stack => (Name: stack.OptionalText(OutputNames.Name), Writer: stack.OptionalText(OutputNames.WriterName)))
            .OrderBy(store => store.Key.Name, StringComparer.Ordinal).ToArray();
        return stores switch
        {
            [var store] => [.. store.OrderBy(Peers).ThenBy(stack => stack.Stack, StringComparer.Ordinal)],
            [] => throw new OpsException($"The project has {(stacks.Count == 0 ? "no stacks" : $"the stacks {Named(stacks)}")}: expected a "
                + $"deployed one with an output {OutputNames.WriterName}. Deploy the store, or {Advice}"),
            _ => throw new OpsException($"The project has {stores.Length} stores: {string.Join("; ", stores.Select(store =>
                $"{store.Key.Name} at {store.Key.Writer} (stacks {Named(store)})"))}: {Advice}"),
        };
    }

    // A secondary names the Regions of those that were there before it (SecondaryStage).
    private static int Peers(StackOutputs stack) =>
        stack.Values.TryGetValue(OutputNames.PeerRegions, out var peers) && peers.ValueKind == JsonValueKind.Array
            ? peers.GetArrayLength() : 0;

    private static string Named(IEnumerable<StackOutputs> stacks) =>
        string.Join(", ", stacks.Select(stack => stack.Stack).Order(StringComparer.Ordinal));
}
