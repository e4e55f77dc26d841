using SessionStore.Engine;

namespace SessionStore.EndToEnd.Tests.Support;

/// <summary>A store on MemoryDB in two Regions in the local cloud, without servers, and the operator's tool with its outputs.</summary>
internal sealed class MemoryDbWorld : IAsyncDisposable
{
    private readonly AsyncDisposableStack _parts = new();

    private MemoryDbWorld()
    {
    }

    /// <summary>The services of all Regions.</summary>
    public LocalServices Services { get; private set; } = null!;

    /// <summary>The operator's tool.</summary>
    public OperatorTool Operator { get; private set; } = null!;

    /// <summary>The Regions whose control planes do not answer.</summary>
    public HashSet<string> Lost { get; } = [];

    public static async Task<MemoryDbWorld> StartAsync()
    {
        var world = new MemoryDbWorld();
        try
        {
            await world.BuildAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Measures how late the writes of one Region are in another. Which dimensions the metric has is not documented.</summary>
    public void PutLag(string to, string from, double milliseconds) => Services.CloudWatch.Measured.Put(
        to, MemoryDbLag.Namespace, MemoryDbLag.Metric, "Undocumented", $"session-store-{to} {from} 0001", milliseconds);

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private async Task BuildAsync()
    {
        var stages = await MemoryDbStages.RunAsync();
        Services = await LocalServices.StartAsync("valkey-dr.live", TimeSpan.FromMinutes(1), _parts, CancellationToken.None);
        Services.MemoryDb.Reachable = Services.CloudWatch.Reachable = region => !Lost.Contains(region);
        foreach (var stage in stages)
        {
            await Services.Zone.CreateRecordsAsync(stage);
            Services.MemoryDb.Known.Add(stage);
        }
        var outputs = stages.Zip(["primary", "secondary"], (stage, name) => KeyValuePair.Create(name, WithZone(stage)));
        Operator = new(_parts.UseTemporaryFolder(), outputs, Services.OperatorEndpoints);
    }

    // The stages ran once for all tests, and each world has a zone of its own.
    private IReadOnlyDictionary<string, object> WithZone(StageRun stage) => stage.Outputs.ToDictionary(
        output => output.Key, output => output.Key == OutputNames.HostedZoneId ? Services.Zone.Id : output.Value);
}
