using SessionStore.Engine;

namespace SessionStore.EndToEnd.Tests.Support;

/// <summary>The stages of a store on MemoryDB in two Regions, from the stack files with IAM, which need no secrets.</summary>
internal static class MemoryDbStages
{
    private static readonly Lazy<Task<IReadOnlyList<StageRun>>> _runs = new(DeployAsync);

    /// <summary>What they registered: the primary's, in us-east-1, and a secondary's, in us-east-2.</summary>
    public static Task<IReadOnlyList<StageRun>> RunAsync() => _runs.Value;

    private static async Task<IReadOnlyList<StageRun>> DeployAsync()
    {
        var stages = new Dictionary<string, StageRun>();
        foreach (var stack in new[] { "five-primary", "five-secondary" })
        {
            var file = StackFile.Read(Checkout.Root, stack, Path.Combine("tests", "stacks"));
            stages[file.FullName] = await StageRun.OfAsync(file, new FakeCloud(file.Require("aws:region"))
            {
                StackReference = name => stages.GetValueOrDefault(name)?.Outputs,
                StackSecrets = name => stages[name].SecretOutputs,
            });
        }
        return [.. stages.Values];
    }
}
