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

    /// <summary>A stack from a file of <c>tests/stacks</c>, which shows an option at work; a secondary beside the primary that its file names.</summary>
    public static Task<StageRun> Option(string stack) => _runs.GetOrAdd($"option {stack}", _ => new(() => OptionWith(stack))).Value;

    /// <summary>The same with changes.</summary>
    public static async Task<StageRun> OptionWith(string stack, params (string Key, string Value)[] changes)
    {
        var file = OptionFile(stack).With([.. changes.Select(change => (change.Key, (string?)change.Value))]);
        // Before the secondary, not from within it: stages run one at a time.
        var primary = file.Get("session-store:primaryStack") is { Length: > 0 } name ? await Option(name) : null;
        return await StageRun.OfAsync(file, new FakeCloud(file.Require("aws:region")) { StackReference = _ => primary?.Outputs });
    }

    public static StackFile OptionFile(string stack) => StackFile.Read(Root, stack, Path.Combine(Root, "tests", "stacks"));

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

    private static FakeCloud Cloud(string stack)
    {
        if (stack == "primary")
        {
            return new FakeCloud("us-east-1");
        }
        // Now, not when the secondary asks: stages run one at a time.
        var primary = PrimaryOutputs;
        return new FakeCloud("us-east-2") { StackReference = _ => primary };
    }

    private static Task<StageRun> Run(string stack, FakeCloud cloud, bool preview, params (string Key, string Value)[] changes) =>
        StageRun.OfAsync(StackFile.Read(Root, stack).With([.. changes.Select(change => (change.Key, (string?)change.Value))]), cloud, preview);
}
