namespace SessionStore.Infra.Tests.Policy;

/// <summary>The stages of one store with one set of options.</summary>
/// <param name="Name">The stack files, or the combination of options.</param>
/// <param name="Stages">What each stack registers, the primary's first.</param>
/// <param name="DeletionProtection">Whether protection is on.</param>
public sealed record PolicyCase(string Name, IReadOnlyList<PolicyStage> Stages, bool DeletionProtection)
{
    /// <summary>The stages of every stack file, and those of every generated combination.</summary>
    public static async Task<IReadOnlyList<PolicyCase>> AllAsync()
    {
        var cases = new List<PolicyCase>
        {
            new("committed and tertiary", [await StageAsync("primary"), await StageAsync("secondary"), await StageAsync("tertiary")],
                DeletionProtection: true),
            new("examples", [await StageAsync("mumbai"), await StageAsync("hyderabad")], DeletionProtection: true),
        };
        const string Primary = "-primary";
        foreach (var option in Deployed.Options.Where(stack => stack.EndsWith(Primary, StringComparison.Ordinal)))
        {
            var name = option[..^Primary.Length];
            var stages = new List<PolicyStage> { Of(option, await Deployed.Option(option)) };
            foreach (var other in Deployed.Options
                .Where(stack => stack != option && stack.StartsWith($"{name}-", StringComparison.Ordinal)))
            {
                stages.Add(Of(other, await Deployed.Option(other)));
            }
            cases.Add(new(name, stages, DeletionProtection: true));
        }
        foreach (var combination in Combination.All)
        {
            cases.Add(await combination.DeployAsync());
        }
        return cases;
    }

    /// <summary>What a run registered.</summary>
    public static PolicyStage Of(string stack, StageRun run) => new(stack, run.Resources);

    private static async Task<PolicyStage> StageAsync(string stack) => Of(stack, await Deployed.Stack(stack));
}

/// <summary>What one stack registers.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Resources">The resources.</param>
public sealed record PolicyStage(string Stack, IReadOnlyList<Registered> Resources)
{
    /// <summary>The resources of a type.</summary>
    public IEnumerable<Registered> All(string type) => Resources.Where(resource => resource.Type == type);

    /// <summary>The resources that exist in AWS.</summary>
    public IEnumerable<Registered> InAws => Resources.Where(resource => resource.Type.StartsWith("aws:", StringComparison.Ordinal));

    /// <summary>How a message names a resource.</summary>
    public string Naming(Registered resource) => $"{Stack}: {resource.Type} {resource.Name}";
}
