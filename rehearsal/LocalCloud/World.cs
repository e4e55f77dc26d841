using SessionStore.Contract;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The Regions as the committed stack files describe them, on this machine.</summary>
internal sealed class World : IAsyncDisposable
{
    // In the order in which they are deployed, each with the folder of its file.
    private static readonly (string Name, string Folder)[] _stacks = [("primary", ""), ("secondary", ""), ("tertiary", "examples")];

    // How long the function waits for Route 53 before it counts as silent, of its minute: WriterZone.Patience.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(12);

    private readonly AsyncDisposableStack _parts;
    private readonly LocalServices _services;

    private World(IReadOnlyList<LocalRegion> regions, LocalServices services, OperatorTool operatorTool, AsyncDisposableStack parts)
    {
        (Regions, Promoted, Operator, _services, _parts) = (regions, regions[0], operatorTool, services, parts);
        foreach (var region in regions)
        {
            region.Member.RoleAsync = () =>
                Task.FromResult<string?>(Promoted == region ? MemberRoles.Primary : MemberRoles.Secondary);
        }
        services.CloudWatch.Reachable = services.Ssm.Reachable = name => regions.Any(region => region.Name == name && region.Topic.Up);
        var role = new IdentityPolicy(regions[0].Stage, (string)regions[0].Stage.Output(OutputNames.FailoverRoleArn));
        services.Route53.IsFunction = name => regions.Any(region => region.Name == name);
        services.Ssm.Allows = (signer, action, resource) => !services.Route53.IsFunction(signer) || role.Allows(action, resource);
    }

    /// <summary>How many Regions there can be: as many as a Global Datastore has members.</summary>
    public static int MostRegions => _stacks.Length;

    /// <summary>The Regions, in the order in which their stacks are deployed.</summary>
    public IReadOnlyList<LocalRegion> Regions { get; }

    /// <summary>The Region of the primary stack.</summary>
    public LocalRegion Home => Regions[0];

    /// <summary>The Region of the first secondary's stack.</summary>
    public LocalRegion Away => Regions[1];

    public LocalZone Zone => _services.Zone;

    public ElastiCacheEndpoint ElastiCache => _services.ElastiCache;

    /// <summary>What stands before Route 53.</summary>
    public Route53Front Route53 => _services.Route53;

    public CloudWatchEndpoint CloudWatch => _services.CloudWatch;

    /// <summary>The parameters of all Regions, and who may use them.</summary>
    public SsmEndpoint Ssm => _services.Ssm;

    /// <summary>What name servers answer.</summary>
    public LocalDataPlane DataPlane => _services.DataPlane;

    /// <summary>Route 53's health checks.</summary>
    public LocalHealthChecks HealthChecks => _services.HealthChecks;

    /// <summary>The operator's tool, with the outputs of all stacks.</summary>
    public OperatorTool Operator { get; }

    /// <summary>The Region that takes writes.</summary>
    public LocalRegion Promoted { get; set; }

    /// <summary>The writer record's name.</summary>
    public string WriterName => (string)Home.Stage.Output(OutputNames.WriterName);

    /// <summary>The name of the TXT record that holds the operator's pin.</summary>
    public string PinName => $"{WriterLabels.Pin}.{WriterName}";

    /// <summary>The committed stack files, in the order in which they are deployed.</summary>
    /// <param name="regions">How many of them.</param>
    public static IReadOnlyList<StackFile> Files(int regions) =>
        [.. _stacks.Take(regions).Select(stack => StackFile.Read(Checkout.Root, stack.Name, stack.Folder))];

    /// <summary>Runs the stages of the committed stack files and starts what they declare.</summary>
    /// <param name="minute">How long Lambda's and the rule's minute is; null for a real one.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started so far.</param>
    public static Task<World> StartAsync(TimeSpan? minute = null, int regions = 2, CancellationToken cancellationToken = default) =>
        StartAsync(Files(regions), minute, cancellationToken);

    /// <summary>Runs the stages of some stack files and starts what they declare.</summary>
    /// <param name="files">The stacks, in the order in which they are deployed.</param>
    /// <param name="minute">How long Lambda's and the rule's minute is; null for a real one.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started so far.</param>
    public static async Task<World> StartAsync(
        IReadOnlyList<StackFile> files, TimeSpan? minute = null, CancellationToken cancellationToken = default)
    {
        var parts = new AsyncDisposableStack();
        try
        {
            return await BuildAsync(files, minute ?? TimeSpan.FromMinutes(1), parts, cancellationToken);
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where the writer record leads now; null where there is none.</summary>
    public Task<string?> WriterAsync() => Zone.ValueAsync(WriterName, Amazon.Route53.RRType.CNAME);

    /// <summary>Which replication group the operator has pinned; null where none is.</summary>
    public Task<string?> PinAsync() => Zone.ValueAsync(PinName, Amazon.Route53.RRType.TXT);

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private static async Task<World> BuildAsync(
        IReadOnlyList<StackFile> files, TimeSpan minute, AsyncDisposableStack parts, CancellationToken cancellationToken)
    {
        var folder = parts.UseTemporaryFolder();
        var services = await LocalServices.StartAsync(files[0].Require("session-store:domain"), minute, parts, cancellationToken);
        var stages = new Dictionary<string, StageRun>();
        var regions = new List<LocalRegion>();
        foreach (var file in files)
        {
            var stage = await StageRun.OfAsync(file, new FakeCloud(file.Require("aws:region"))
            {
                HostedZoneId = services.Zone.Id,
                StackReference = name => stages.GetValueOrDefault(name)?.Outputs,
                StackSecrets = name => stages[name].SecretOutputs,
            });
            cancellationToken.ThrowIfCancellationRequested();
            stages[file.FullName] = stage;
            await services.Zone.CreateRecordsAsync(stage);
            regions.Add(await LocalRegion.StartAsync(file.Stack, stage, services, minute, parts));
        }
        var outputs = regions.Select(region => KeyValuePair.Create(region.Stack, region.Stage.Outputs));
        services.Route53.Patience = minute < TimeSpan.FromMinutes(1) ? _patience * (minute / TimeSpan.FromMinutes(1)) : TimeSpan.Zero;
        return new(regions, services, new OperatorTool(folder, outputs, services.OperatorEndpoints), parts);
    }
}
