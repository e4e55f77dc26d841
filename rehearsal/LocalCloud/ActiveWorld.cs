using System.Collections.Concurrent;
using SessionStore.Contract;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// The Regions of a store on MemoryDB Multi-Region, as its stack files describe them: the names, who answers for them, and what an operator
/// asks. Of what moves a name or tells that it should be moved there is nothing, because the stages declare none of it.
/// </summary>
internal sealed class ActiveWorld : IAsyncDisposable
{
    private readonly AsyncDisposableStack _parts;

    private ActiveWorld(
        IReadOnlyList<ActiveRegion> regions, LocalDataPlane dataPlane, OperatorTool operatorTool, AsyncDisposableStack parts) =>
        (Regions, DataPlane, Operator, _parts) = (regions, dataPlane, operatorTool, parts);

    /// <summary>The Regions, in the order in which their stacks are deployed.</summary>
    public IReadOnlyList<ActiveRegion> Regions { get; }

    /// <summary>What name servers answer.</summary>
    public LocalDataPlane DataPlane { get; }

    /// <summary>The operator's tool, with the outputs of all stacks.</summary>
    public OperatorTool Operator { get; }

    /// <summary>The Regions whose control planes do not answer.</summary>
    public ConcurrentDictionary<string, bool> Lost { get; } = [];

    /// <summary>The name that leads to the nearest Region's cluster.</summary>
    public string WriterName => (string)Regions[0].Stage.Output(OutputNames.WriterName);

    /// <summary>Runs the stages of some stack files and starts what they declare.</summary>
    /// <param name="files">The stacks, in the order in which they are deployed.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started so far.</param>
    public static async Task<ActiveWorld> StartAsync(IReadOnlyList<StackFile> files, CancellationToken cancellationToken)
    {
        var parts = new AsyncDisposableStack();
        try
        {
            return await BuildAsync(files, parts, cancellationToken);
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private static async Task<ActiveWorld> BuildAsync(
        IReadOnlyList<StackFile> files, AsyncDisposableStack parts, CancellationToken cancellationToken)
    {
        var (domain, folder) = (files[0].Require("session-store:domain"), parts.UseTemporaryFolder());
        var moto = parts.Use(await MotoServer.StartAsync(cancellationToken));
        var route53 = parts.Use(await Route53Front.StartAsync(moto.Url));
        var memoryDb = parts.Use(await MemoryDbEndpoint.StartAsync());
        var cloudWatch = parts.Use(await CloudWatchEndpoint.StartAsync());
        var zone = await LocalZone.CreateAsync(moto.Url, domain);
        parts.Defer(zone.Dispose);
        // The name has no health check (docs/memorydb.md).
        var dataPlane = new LocalDataPlane(zone, domain, check => check is null
            ? true : throw new NotSupportedException($"a record has the health check {check}: expected none in a store on MemoryDB"));
        parts.Defer(dataPlane.Dispose);
        var stages = new Dictionary<string, StageRun>();
        var regions = new List<ActiveRegion>();
        foreach (var file in files)
        {
            var stage = stages[file.FullName] = await StageRun.OfAsync(file, new FakeCloud(file.Require("aws:region"))
            {
                HostedZoneId = zone.Id,
                StackReference = name => stages.GetValueOrDefault(name)?.Outputs,
                StackSecrets = name => stages[name].SecretOutputs,
            });
            cancellationToken.ThrowIfCancellationRequested();
            await zone.CreateRecordsAsync(stage);
            var name = (string)stage.Output(OutputNames.Region);
            var region = new ActiveRegion(name, stage, parts.Use(new LocalResolver(name, dataPlane)));
            dataPlane.AddEndpoint(region.Endpoint);
            memoryDb.Known.Add(stage);
            regions.Add(region);
        }
        var outputs = files.Zip(regions, (file, region) => KeyValuePair.Create(file.Stack, region.Stage.Outputs));
        var world = new ActiveWorld(regions, dataPlane, new(folder, outputs, new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_ROUTE_53"] = route53.Url,
            ["AWS_ENDPOINT_URL_MEMORYDB"] = memoryDb.Url,
            ["AWS_ENDPOINT_URL_CLOUDWATCH"] = cloudWatch.Url,
            // Whatever else it asked for would be answered here, and not by AWS.
            ["AWS_ENDPOINT_URL"] = moto.Url,
        }), parts);
        memoryDb.Reachable = cloudWatch.Reachable = name => !world.Lost.ContainsKey(name);
        return world;
    }
}

/// <summary>One Region of a store on MemoryDB.</summary>
/// <param name="Name">The Region's name, such as us-east-1.</param>
/// <param name="Stage">What its stack registered.</param>
/// <param name="Resolver">What applications in it ask where names lead.</param>
internal sealed record ActiveRegion(string Name, StageRun Stage, LocalResolver Resolver)
{
    /// <summary>The name of the Region's cluster.</summary>
    public string Cluster => (string)Stage.Output(OutputNames.ClusterName);

    /// <summary>The name of the cluster's endpoint.</summary>
    public string Endpoint => (string)Stage.Output(OutputNames.ClusterEndpoint);
}
