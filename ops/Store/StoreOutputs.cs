using SessionStore.Contract;

namespace SessionStore.Ops.Store;

/// <summary>The outputs of all stacks of a store of either kind, and everything that is wrong with them.</summary>
internal sealed class StoreOutputs
{
    private readonly List<string> _problems = [];

    /// <summary>Puts the outputs of all stacks together.</summary>
    /// <param name="stacks">The outputs, in any order.</param>
    public StoreOutputs(IReadOnlyCollection<StackOutputs> stacks)
    {
        // Every stack names what the Regions share; the zone is the primary stack's alone.
        var homes = stacks.Where(stack => stack.Values.ContainsKey(OutputNames.HostedZoneId)).ToArray();
        if (homes.Length != 1)
        {
            _problems.Add($"{Named(homes)} of {Named(stacks)} have an output {OutputNames.HostedZoneId}: expected one, the primary stack");
        }
        Home = homes.FirstOrDefault() ?? stacks.First();
        Stacks = [.. stacks.OrderBy(stack => stack != Home)];
    }

    /// <summary>The primary stack.</summary>
    public StackOutputs Home { get; }

    /// <summary>The stacks, the primary first.</summary>
    public IReadOnlyList<StackOutputs> Stacks { get; }

    /// <summary>An output that has to be there; empty, and a problem, where it is not.</summary>
    public string Text(StackOutputs stack, string output)
    {
        if (stack.OptionalText(output) is { } text)
        {
            return text;
        }
        _problems.Add(stack.Values.TryGetValue(output, out var value)
            ? $"stack {stack.Stack}: output {output} is {value}: expected a text"
            : $"stack {stack.Stack}: output {output} is missing: run `pulumi up --stack {stack.Stack}` with this version of the "
                + "program");
        return "";
    }

    /// <summary>Requires that an output is the same in all stacks.</summary>
    public void RequireSame(string output)
    {
        var expected = Text(Home, output);
        foreach (var stranger in Stacks.Where(stack => Text(stack, output) != expected))
        {
            _problems.Add($"stack {stranger.Stack}: output {output} is \"{Text(stranger, output)}\": expected \"{expected}\", as in stack "
                + $"{Home.Stack}");
        }
    }

    /// <summary>Tells of everything that is wrong.</summary>
    /// <exception cref="OpsException">Outputs are missing or do not belong together; the message names all of it.</exception>
    public void ThrowIfWrong()
    {
        RequireSame(OutputNames.WriterName);
        foreach (var twins in Stacks.GroupBy(stack => Text(stack, OutputNames.Region)).Where(stacks => stacks.Count() > 1))
        {
            _problems.Add($"stacks {Named([.. twins])} deploy to {twins.Key}: expected a Region for each");
        }
        if (_problems.Count > 0)
        {
            throw new OpsException(string.Join(
                Environment.NewLine, _problems.Distinct().Prepend("The outputs of the stacks do not describe a store:")));
        }
    }

    /// <summary>The names of stacks, for a person.</summary>
    public static string Named(IReadOnlyCollection<StackOutputs> stacks) =>
        stacks.Count == 0 ? "none" : string.Join(" and ", stacks.Select(stack => stack.Stack));
}
