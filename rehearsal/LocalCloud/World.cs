using SessionStore.Contract;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The Regions as the committed stack files describe them, on this machine.</summary>
public sealed class World : IAsyncDisposable
{
    // In the order in which they are deployed, each with the folder of its file.
    private static readonly (string Name, string Folder)[] _stacks = [("primary", ""), ("secondary", ""), ("tertiary", "examples")];

    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly List<LocalRegion> _regions = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("session-store-").FullName;
    private readonly TimeSpan _minute;

    private World(TimeSpan minute) => _minute = minute;

    /// <summary>How many Regions there can be: as many as a Global Datastore has members.</summary>
    public static int MostRegions => _stacks.Length;

    /// <summary>The committed stack files, in the order in which they are deployed.</summary>
    /// <param name="regions">How many of them.</param>
    public static IReadOnlyList<StackFile> Files(int regions) => [.. _stacks.Take(regions).Select(stack => StackFile.Read(Checkout.Root, stack.Name, stack.Folder))];

    /// <summary>The Regions, in the order in which their stacks are deployed.</summary>
    public IReadOnlyList<LocalRegion> Regions => _regions;

    /// <summary>The Region of the primary stack.</summary>
    public LocalRegion Home => _regions[0];

    /// <summary>The Region of the first secondary's stack.</summary>
    public LocalRegion Away => _regions[1];

    /// <summary>The hosted zone.</summary>
    public LocalZone Zone { get; private set; } = null!;

    /// <summary>ElastiCache's control plane.</summary>
    public ElastiCacheEndpoint ElastiCache { get; private set; } = null!;

    /// <summary>What stands before Route 53.</summary>
    public Route53Front Route53 { get; private set; } = null!;

    /// <summary>CloudWatch.</summary>
    public CloudWatchEndpoint CloudWatch { get; private set; } = null!;

    /// <summary>The operator's tool, with the outputs of both stacks.</summary>
    public OperatorTool Operator { get; private set; } = null!;

    /// <summary>The Region that takes writes.</summary>
    public LocalRegion Promoted { get; set; } = null!;

    /// <summary>The writer record's name.</summary>
    public string WriterName => (string)Home.Stage.Outputs["writerName"];

    /// <summary>Runs the stages of the committed stack files and starts what they declare.</summary>
    /// <param name="minute">How long Lambda's and the rule's minute is; null for a real one.</param>
    /// <param name="regions">How many Regions there are.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started so far.</param>
    public static Task<World> StartAsync(TimeSpan? minute = null, int regions = 2, CancellationToken cancellationToken = default) =>
        StartAsync(Files(regions), minute, cancellationToken);

    /// <summary>Runs the stages of some stack files and starts what they declare.</summary>
    /// <param name="files">The stacks, in the order in which they are deployed.</param>
    /// <param name="minute">How long Lambda's and the rule's minute is; null for a real one.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started so far.</param>
    public static async Task<World> StartAsync(IReadOnlyList<StackFile> files, TimeSpan? minute = null, CancellationToken cancellationToken = default)
    {
        var world = new World(minute ?? TimeSpan.FromMinutes(1));
        try
        {
            await world.BuildAsync(files, cancellationToken);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where the writer record leads now; null where there is none.</summary>
    public Task<string?> WriterAsync() => Zone.ValueAsync(WriterName, Amazon.Route53.RRType.CNAME);

    /// <summary>Which replication group the operator has pinned; null where none is.</summary>
    public Task<string?> PinAsync() => Zone.ValueAsync($"{WriterLabels.Pin}.{WriterName}", Amazon.Route53.RRType.TXT);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
        Zone?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task BuildAsync(IReadOnlyList<StackFile> files, CancellationToken cancellationToken)
    {
        var moto = Own(await MotoServer.StartAsync(cancellationToken));
        Route53 = Own(await Route53Front.StartAsync(moto.Url));
        Zone = await LocalZone.CreateAsync(moto.Url, files[0].Require("session-store:domain"));

        ElastiCache = Own(await ElastiCacheEndpoint.StartAsync());
        CloudWatch = Own(await CloudWatchEndpoint.StartAsync());
        CloudWatch.Reachable = name => _regions.Any(region => region.Name == name && region.Topic.Up);
        var sns = Own(await SnsEndpoint.StartAsync());
        var stages = new Dictionary<string, StageRun>();
        foreach (var file in files)
        {
            var stage = await StageRun.OfAsync(file, new FakeCloud(file.Require("aws:region"))
            {
                HostedZoneId = Zone.Id,
                StackReference = name => stages.GetValueOrDefault(name)?.Outputs,
                StackSecrets = name => stages[name].SecretOutputs,
            });
            cancellationToken.ThrowIfCancellationRequested();
            stages[file.FullName] = stage;
            await Zone.CreateRecordsAsync(stage);
            _regions.Add(await RegionAsync(file.Stack, stage, sns, moto.Url));
        }
        Promoted = Home;
        Operator = new(_folder, _regions.Select(region => KeyValuePair.Create(region.Stack, region.Stage.Outputs)), new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_ROUTE_53"] = Route53.Url,
            ["AWS_ENDPOINT_URL_ELASTICACHE"] = ElastiCache.Url,
            ["AWS_ENDPOINT_URL_SNS"] = sns.Url,
            ["AWS_ENDPOINT_URL_CLOUDWATCH"] = CloudWatch.Url,
            ["AWS_ENDPOINT_URL_SQS"] = moto.Url,
        });
    }

    private async Task<LocalRegion> RegionAsync(string stack, StageRun stage, SnsEndpoint sns, string emulator)
    {
        var name = (string)stage.Outputs["region"];
        var group = stage.Only("aws:elasticache/replicationGroup:ReplicationGroup");
        var member = new LocalMember(
            (string)stage.Outputs["replicationGroupId"], (string)stage.Outputs["primaryEndpoint"], (string)stage.Outputs["topicArn"])
        {
            ClusterEnabled = group.Has("replicasPerNodeGroup"),
            NodesPerShard = (int)(group.Has("replicasPerNodeGroup") ? group.Number("replicasPerNodeGroup") + 1
                : group.Number("numCacheClusters")),
            SnapshotRetentionLimit = (int)group.Number("snapshotRetentionLimit"),
        };
        ElastiCache.Add(name, member);
        var endpoints = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_ROUTE_53"] = Route53.Url,
            ["AWS_ENDPOINT_URL_ELASTICACHE"] = ElastiCache.UrlOf(name),
        };
        var metrics = new LocalMetrics(CloudWatch.Measured, name);
        var queues = Own(new LocalQueues(emulator, name));
        await queues.CreateAsync((string)stage.Outputs["failedQueueUrl"]);
        await queues.CreateAsync((string)stage.Outputs["undeliveredQueueUrl"]);

        var invocations = Own(new LocalInvocations(() => LocalFunction.Of(stage, name, endpoints, _minute), _minute));
        invocations.Invoked = (_, invocation) =>
        {
            metrics.Send(invocation.Log);
            return Task.CompletedTask;
        };
        invocations.GivenUp = record => queues.SendAsync((string)stage.Outputs["failedQueueUrl"], record);
        var permissions = new LocalPermissions(stage.Resources);
        var topic = new LocalTopic(permissions, invocations)
        {
            ElastiCacheRefused = () => member.TopicStatus = "inactive",
            Undelivered = letter => queues.SendAsync((string)stage.Outputs["undeliveredQueueUrl"], letter),
        };
        sns.Add(name, topic);

        var function = Own(LocalFunction.Of(stage, name, endpoints, _minute));
        var rule = new LocalRule(stage.Resources, permissions, invocations, _minute);
        var region = new LocalRegion(name, stack, stage, member, function, invocations, topic, rule, metrics, queues);
        member.RoleAsync = () => Task.FromResult<string?>(Promoted == region ? MemberRoles.Primary : MemberRoles.Secondary);
        return region;
    }

    private T Own<T>(T part) where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
