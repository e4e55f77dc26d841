using SessionStore.Contract;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.MemoryDb;

/// <summary>A deployed store on MemoryDB: what all Regions share, and each Region.</summary>
/// <param name="Name">The prefix of every physical name.</param>
/// <param name="MultiRegionClusterName">The Multi-Region cluster, with the prefix that AWS gives it.</param>
/// <param name="WriterName">The name that leads each client to its own Region's cluster.</param>
/// <param name="Regions">The Regions, that of the primary stack first.</param>
internal sealed record MemoryDbStore(
    string Name, string MultiRegionClusterName, string HostedZoneId, string WriterName, IReadOnlyList<MemoryDbRegion> Regions)
{
    /// <summary>The Region of the primary stack, which is destroyed last.</summary>
    public MemoryDbRegion Home => Regions[0];

    // The value of the output; a store of another kind has no such output.
    private const string Kind = "memoryDb";

    /// <summary>Whether the stacks are those of a store on MemoryDB.</summary>
    /// <exception cref="OpsException">Some are and some are not, or they are of a kind that this version does not know.</exception>
    public static bool Is(IReadOnlyCollection<StackOutputs> stacks)
    {
        var kinds = stacks.ToLookup(stack => stack.Values.ContainsKey(OutputNames.Store));
        if (kinds[true].FirstOrDefault(stack => stack.OptionalText(OutputNames.Store) != Kind) is { } unknown)
        {
            throw new OpsException($"stack {unknown.Stack}: output {OutputNames.Store} is {unknown.Values[OutputNames.Store]}: expected "
                + $"{Kind}, or no such output: use the tool of the version that has deployed it");
        }
        return kinds[true].Any() && kinds[false].Any()
            ? throw new OpsException($"the store of {StoreOutputs.Named([.. kinds[true]])} is on MemoryDB (output {OutputNames.Store}), "
                + $"and that of {StoreOutputs.Named([.. kinds[false]])} is a Global Datastore: expected the stacks of one store")
            : kinds[true].Any();
    }

    /// <summary>Puts the outputs of all stacks together.</summary>
    /// <param name="stacks">The outputs, in any order.</param>
    /// <exception cref="OpsException">Outputs are missing or do not belong together; the message names all of it.</exception>
    public static MemoryDbStore Read(IReadOnlyCollection<StackOutputs> stacks)
    {
        var outputs = new StoreOutputs(stacks);
        var store = new MemoryDbStore(
            outputs.Text(outputs.Home, OutputNames.Name),
            outputs.Text(outputs.Home, OutputNames.MultiRegionClusterName),
            outputs.Text(outputs.Home, OutputNames.HostedZoneId),
            outputs.Text(outputs.Home, OutputNames.WriterName),
            [.. outputs.Stacks.Select(stack => new MemoryDbRegion(
                stack.Stack,
                outputs.Text(stack, OutputNames.Region),
                outputs.Text(stack, OutputNames.ClusterName),
                outputs.Text(stack, OutputNames.ClusterEndpoint)))]);
        outputs.RequireSame(OutputNames.MultiRegionClusterName);
        outputs.ThrowIfWrong();
        return store;
    }
}

/// <summary>One Region of the store.</summary>
/// <param name="Stack">The stack's name, as in a command.</param>
/// <param name="Name">Such as us-east-2.</param>
/// <param name="ClusterName">The Region's cluster.</param>
/// <param name="ClusterEndpoint">The Region's own endpoint, for reads and writes.</param>
internal sealed record MemoryDbRegion(string Stack, string Name, string ClusterName, string ClusterEndpoint);
