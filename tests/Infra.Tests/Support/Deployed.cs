using System.Collections.Concurrent;

namespace SessionStore.Infra.Tests.Support;

/// <summary>The stages from the committed stack files, run once each, and with changes.</summary>
public static class Deployed
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<StageRun>>> _runs = new();

    public static string Root => Checkout.Root;

    /// <summary>The keys of the schema in Pulumi.yaml, without their namespace.</summary>
    public static IEnumerable<string> SchemaKeys => ProjectFile.Read(Root).Keys.Select(key => key.Split(':')[1]);

    public static IReadOnlyDictionary<string, object> PrimaryOutputs => Stack("primary").GetAwaiter().GetResult().Outputs;

    public static string PrimaryOutput(string name) => (string)PrimaryOutputs[name];

    public static Task<StageRun> Stack(string stack) => _runs.GetOrAdd(stack, _ => new(() => With(stack))).Value;

    public static Task<StageRun> Preview(string stack) => _runs.GetOrAdd($"{stack} preview", _ => new(() => Run(stack, Cloud(stack), preview: true))).Value;

    public static Task<StageRun> With(string stack, params (string Key, string Value)[] changes) => Run(stack, Cloud(stack), preview: false, changes);

    /// <summary>The stacks of <c>tests/stacks</c>.</summary>
    public static IEnumerable<string> Options => Directory.EnumerateFiles(Path.Combine(Root, "tests", "stacks"), "Pulumi.*.yaml")
        .Select(path => Path.GetFileName(path)["Pulumi.".Length..^".yaml".Length]).Order(StringComparer.Ordinal);

    /// <summary>
    /// A stack from a file of <c>tests/stacks</c>, which shows an option at work, with the secrets that such a file cannot hold; a secondary
    /// beside the primary that its file names.
    /// </summary>
    public static Task<StageRun> Option(string stack) => _runs.GetOrAdd($"option {stack}", _ => new(() => Run(OptionFile(stack)))).Value;

    /// <summary>The same with changes.</summary>
    public static Task<StageRun> OptionWith(string stack, params (string Key, string Value)[] changes) =>
        Run(OptionFile(stack).With([.. changes.Select(change => (change.Key, (string?)change.Value))]));

    /// <summary>A stack with a file of its own.</summary>
    public static Task<StageRun> Run(StackFile file, bool preview = false)
    {
        var cloud = new FakeCloud(file.Require("aws:region"))
        {
            StackReference = name => OptionOf(name).Outputs,
            StackSecrets = name => OptionOf(name).SecretOutputs,
        };
        return StageRun.OfAsync(file, cloud, preview);
    }

    public static StackFile OptionFile(string stack) => StackFile.Read(Root, stack, Path.Combine(Root, "tests", "stacks")).WithSecrets(Secrets.Of(stack));

    /// <summary>The secondary beside a primary stack with other outputs.</summary>
    public static Task<StageRun> SecondaryOf(IReadOnlyDictionary<string, object> primary) =>
        Run("secondary", new FakeCloud("us-east-2") { StackReference = _ => primary }, preview: false);

    /// <summary>A run that has to fail, with a cloud that can be looked into afterwards.</summary>
    public static async Task<RunException> Failing(string stack, FakeCloud cloud, params (string Key, string Value)[] changes)
    {
        try
        {
            await Run(stack, cloud, preview: false, changes);
        }
        catch (RunException failure)
        {
            return failure;
        }
        throw new AssertionException($"expected the stack {stack} to be refused");
    }

    private static StageRun OptionOf(string reference) => Option(reference.Split('/')[^1]).GetAwaiter().GetResult();

    private static FakeCloud Cloud(string stack) => stack == "primary"
        ? new FakeCloud("us-east-1")
        : new FakeCloud("us-east-2") { StackReference = _ => PrimaryOutputs };

    private static Task<StageRun> Run(string stack, FakeCloud cloud, bool preview, params (string Key, string Value)[] changes) =>
        StageRun.OfAsync(StackFile.Read(Root, stack).With([.. changes.Select(change => (change.Key, (string?)change.Value))]), cloud, preview);
}
