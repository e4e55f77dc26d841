using System.Text.Json;
using SessionStore.Contract;

namespace SessionStore.Ops.Store;

/// <summary>Learns from the outputs of the stacks what there is to operate.</summary>
internal static class StoreReader
{
    /// <summary>Dead letters that SNS could not hand to the function.</summary>
    public const string Undelivered = "undelivered";

    /// <summary>Dead letters that the function gave up.</summary>
    public const string Failed = "failed";

    /// <summary>Puts the outputs of all stacks together.</summary>
    /// <param name="stacks">The outputs, in any order.</param>
    /// <exception cref="OpsException">Outputs are missing or do not belong together; the message names all of it.</exception>
    public static DeployedStore Read(IReadOnlyCollection<StackOutputs> stacks)
    {
        if (stacks.FirstOrDefault(stack => stack.Values.ContainsKey(OutputNames.Store)) is { } active)
        {
            throw new OpsException(
                $"stack {active.Stack}: output {OutputNames.Store} is \"{active.OptionalText(OutputNames.Store)}\": expected a Global "
                + "Datastore. A store on MemoryDB has no Region to promote, no name to pin and no function to ask; what there is to do for "
                + "it, and how it is taken down, is in docs/runbook.md, in the sections that begin with \"MemoryDB\"");
        }
        var problems = new List<string>();
        // Every stack names the datastore that it belongs to; the zone is the primary stack's alone.
        var homes = stacks.Where(stack => stack.Values.ContainsKey(OutputNames.HostedZoneId)).ToArray();
        if (homes.Length != 1)
        {
            problems.Add($"{Named(homes)} of {Named(stacks)} have an output {OutputNames.HostedZoneId}: expected one, the primary stack");
        }
        var home = homes.FirstOrDefault() ?? stacks.First();
        var store = new DeployedStore(
            Text(home, OutputNames.Name),
            Text(home, OutputNames.GlobalReplicationGroupId),
            Text(home, OutputNames.HostedZoneId),
            Text(home, OutputNames.WriterName),
            [.. stacks.OrderBy(stack => stack != home).Select(Region)]);
        foreach (var stranger in stacks.Where(stack => Text(stack, OutputNames.WriterName) != store.WriterName))
        {
            problems.Add(
                $"stack {stranger.Stack}: output {OutputNames.WriterName} is \"{Text(stranger, OutputNames.WriterName)}\": "
                + $"expected \"{store.WriterName}\", as in stack {home.Stack}");
        }
        foreach (var twins in store.Regions.GroupBy(region => region.Name).Where(regions => regions.Count() > 1))
        {
            problems.Add($"stacks {string.Join(" and ", twins.Select(region => region.Stack))} deploy to {twins.Key}: expected a Region "
                + "for each");
        }
        return problems.Count == 0
            ? store
            : throw new OpsException(string.Join(
                Environment.NewLine, problems.Distinct().Prepend("The outputs of the stacks do not describe a store:")));

        DeployedRegion Region(StackOutputs stack) => new(
            stack.Stack,
            Text(stack, OutputNames.Region),
            Text(stack, OutputNames.ReplicationGroupId),
            Text(stack, OutputNames.PrimaryEndpoint),
            Text(stack, OutputNames.TopicArn),
            new Dictionary<string, string>
            {
                [Undelivered] = Text(stack, OutputNames.UndeliveredQueueUrl),
                [Failed] = Text(stack, OutputNames.FailedQueueUrl),
            })
        {
            Outputs = stack,
        };

        string Text(StackOutputs stack, string output)
        {
            if (stack.OptionalText(output) is { } text)
            {
                return text;
            }
            problems.Add(stack.Values.TryGetValue(output, out var value)
                ? $"stack {stack.Stack}: output {output} is {value}: expected a text"
                : $"stack {stack.Stack}: output {output} is missing: run `pulumi up --stack {stack.Stack}` with this version of the "
                    + "program");
            return "";
        }
    }

    private static string Named(IReadOnlyCollection<StackOutputs> stacks) =>
        stacks.Count == 0 ? "none" : string.Join(" and ", stacks.Select(stack => stack.Stack));
}
