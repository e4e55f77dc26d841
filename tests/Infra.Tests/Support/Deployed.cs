using System.Collections.Concurrent;
using System.Text.Json;

namespace SessionStore.Infra.Tests.Support;

/// <summary>The stages from the committed stack files, run once each, and with changes.</summary>
public static class Deployed
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<StageRun>>> _runs = new();

    public static string Root => Checkout.Root;

    /// <summary>The keys of the schema in Pulumi.yaml, without their namespace.</summary>
    public static IEnumerable<string> SchemaKeys => ProjectFile.Read(Root).Keys.Select(key => key.Split(':')[1]);

    /// <summary>What a message says at its end of a stack that lacks outputs.</summary>
    public static string UpdateFirst(string stack, string setting) =>
        $"Run `pulumi up --stack organization/session-store/{stack}` with this version of the program first; "
        + $"if that is another stack's name, set session-store:{setting}.";

    public static IReadOnlyDictionary<string, object> PrimaryOutputs => Outputs("primary");

    public static string PrimaryOutput(string name) => (string)PrimaryOutputs[name];

    public static IReadOnlyDictionary<string, object> Outputs(string stack) => Stack(stack).GetAwaiter().GetResult().Outputs;

    public static Task<StageRun> Stack(string stack) => _runs.GetOrAdd(stack, _ => new(() => With(stack))).Value;

    public static Task<StageRun> Preview(string stack) =>
        _runs.GetOrAdd($"{stack} preview", _ => new(() => Run(stack, Cloud(stack), preview: true))).Value;

    public static Task<StageRun> With(string stack, params (string Key, string Value)[] changes) =>
        Run(stack, Cloud(stack), preview: false, changes);

    /// <summary>The stacks of <c>tests/stacks</c>.</summary>
    public static IEnumerable<string> Options => Directory.EnumerateFiles(Path.Combine(Root, "tests", "stacks"), "Pulumi.*.yaml")
        .Select(path => Path.GetFileName(path)["Pulumi.".Length..^".yaml".Length]).Order(StringComparer.Ordinal);

    /// <summary>
    /// A stack from a file of <c>tests/stacks</c>, which shows an option at work, with the secrets that such a file cannot hold; a
    /// secondary beside the primary that its file names.
    /// </summary>
    public static Task<StageRun> Option(string stack) => _runs.GetOrAdd($"option {stack}", _ => new(() => Run(OptionFile(stack)))).Value;

    /// <summary>The same with changes.</summary>
    public static Task<StageRun> OptionWith(string stack, params (string Key, string Value)[] changes) =>
        Run(OptionFile(stack).With([.. changes.Select(change => (change.Key, (string?)change.Value))]));

    /// <summary>A stack with a file of its own.</summary>
    public static async Task<StageRun> Run(StackFile file, bool preview = false)
    {
        // Before the secondary, not from within it: stages run one at a time.
        var primary = file.Get("session-store:primaryStack") is { Length: > 0 } name
            ? await (Options.Contains(name) ? Option(name) : Stack(name)) : null;
        var peers = new Dictionary<string, StageRun>();
        foreach (var peer in JsonSerializer.Deserialize<string[]>(file.Get("session-store:peers") is { Length: > 0 } list ? list : "[]")!)
        {
            if (Options.Contains(peer))
            {
                peers[peer] = await Option(peer);
            }
        }
        var cloud = new FakeCloud(file.Require("aws:region"))
        {
            StackReference = reference => (peers.GetValueOrDefault(reference.Split('/')[^1]) ?? primary)?.Outputs,
            StackSecrets = _ =>
            primary?.SecretOutputs ?? new HashSet<string>()
        };
        return await StageRun.OfAsync(file, cloud, preview);
    }

    public static StackFile OptionFile(string stack) =>
        StackFile.Read(Root, stack, Path.Combine("tests", "stacks")).WithSecrets(Secrets.Of(stack));

    /// <summary>The committed file of a stack: an example's is not beside Pulumi.yaml.</summary>
    public static StackFile File(string stack) => StackFile.Read(Root, stack, Examples.Contains(stack) ? "examples" : "");

    /// <summary>The stacks of <c>examples</c>.</summary>
    public static IEnumerable<string> Examples => Directory.EnumerateFiles(Path.Combine(Root, "examples"), "Pulumi.*.yaml")
        .Select(path => Path.GetFileName(path)["Pulumi.".Length..^".yaml".Length]).Order(StringComparer.Ordinal);

    /// <summary>The secondary beside a primary stack with other outputs.</summary>
    public static Task<StageRun> SecondaryOf(IReadOnlyDictionary<string, object> primary) =>
        Run("secondary", new FakeCloud("us-east-2") { StackReference = _ => primary }, preview: false);

    /// <summary>The tertiary beside stacks with other outputs.</summary>
    public static Task<StageRun> TertiaryOf(
        IReadOnlyDictionary<string, object> primary, IReadOnlyDictionary<string, object> secondary,
            params (string Key, string Value)[] changes) =>
        Run("tertiary",
            new FakeCloud("us-west-2")
            {
                StackReference = name =>
            name.EndsWith("/primary", StringComparison.Ordinal) ? primary : secondary
            }, preview: false, changes);

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
        // Before the run: inside of it no other stack can run.
        var others = stack switch
        {
            "primary" or "mumbai" => new Dictionary<string, IReadOnlyDictionary<string, object>>(),
            "hyderabad" => new() { ["mumbai"] = Outputs("mumbai") },
            "secondary" => new() { ["primary"] = Outputs("primary") },
            _ => new() { ["primary"] = Outputs("primary"), ["secondary"] = Outputs("secondary") },
        };
        return new FakeCloud(File(stack).Require("aws:region"))
        {
            StackReference = name =>
            others.GetValueOrDefault(name.Split('/')[^1]) ?? others.GetValueOrDefault("primary")
        };
    }

    private static Task<StageRun> Run(string stack, FakeCloud cloud, bool preview, params (string Key, string Value)[] changes) =>
        StageRun.OfAsync(File(stack).With([.. changes.Select(change => (change.Key, (string?)change.Value))]), cloud, preview);
}
