using SessionStore.Rehearsal.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Both Regions as the committed stack files describe them, on this machine.</summary>
public sealed class World : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("session-store-").FullName;
    private readonly TimeSpan _minute;

    private World(TimeSpan minute) => _minute = minute;

    /// <summary>The Region of the primary stack.</summary>
    public LocalRegion Home { get; private set; } = null!;

    /// <summary>The Region of the secondary stack.</summary>
    public LocalRegion Away { get; private set; } = null!;

    /// <summary>The hosted zone.</summary>
    public LocalZone Zone { get; private set; } = null!;

    /// <summary>ElastiCache's control plane.</summary>
    public ElastiCacheEndpoint ElastiCache { get; private set; } = null!;

    /// <summary>What stands before Route 53.</summary>
    public Route53Front Route53 { get; private set; } = null!;

    /// <summary>The address of the emulator that plays SQS and CloudWatch.</summary>
    public string Emulator { get; private set; } = "";

    /// <summary>The operator's tool, with the outputs of both stacks.</summary>
    public OperatorTool Operator { get; private set; } = null!;

    /// <summary>The Region that takes writes.</summary>
    public LocalRegion Promoted { get; set; } = null!;

    /// <summary>The writer record's name.</summary>
    public string WriterName => (string)Home.Stage.Outputs["writerName"];

    /// <summary>Runs both stages from the committed stack files and starts what they declare.</summary>
    /// <param name="minute">How long Lambda's and the rule's minute is; null for a real one.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started so far.</param>
    public static Task<World> StartAsync(TimeSpan? minute = null, CancellationToken cancellationToken = default) =>
        StartAsync(StackFile.Read(Checkout.Root, "primary"), StackFile.Read(Checkout.Root, "secondary"), minute, cancellationToken);

    /// <summary>Runs both stages and starts what they declare.</summary>
    /// <param name="primary">The stack of the primary stage.</param>
    /// <param name="secondary">The stack of the secondary stage.</param>
    /// <param name="minute">How long Lambda's and the rule's minute is; null for a real one.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started so far.</param>
    public static async Task<World> StartAsync(StackFile primary, StackFile secondary, TimeSpan? minute = null, CancellationToken cancellationToken = default)
    {
        var world = new World(minute ?? TimeSpan.FromMinutes(1));
        try
        {
            await world.BuildAsync(primary, secondary, cancellationToken);
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
    public Task<string?> PinAsync() => Zone.ValueAsync($"_pin.{WriterName}", Amazon.Route53.RRType.TXT);

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

    private async Task BuildAsync(StackFile primary, StackFile secondary, CancellationToken cancellationToken)
    {
        var moto = Own(await MotoServer.StartAsync(cancellationToken));
        Emulator = moto.Url;
        Route53 = Own(await Route53Front.StartAsync(moto.Url));
        Zone = await LocalZone.CreateAsync(moto.Url, primary.Require("session-store:domain"));

        var first = await StageRun.OfAsync(primary, new FakeCloud(primary.Require("aws:region")) { HostedZoneId = Zone.Id });
        cancellationToken.ThrowIfCancellationRequested();
        var second = await StageRun.OfAsync(secondary, new FakeCloud(secondary.Require("aws:region"))
        {
            HostedZoneId = Zone.Id,
            StackReference = name => name == primary.FullName ? first.Outputs : null,
        });
        cancellationToken.ThrowIfCancellationRequested();
        await Zone.CreateRecordsAsync(first);
        await Zone.CreateRecordsAsync(second);

        ElastiCache = Own(await ElastiCacheEndpoint.StartAsync());
        var sns = Own(await SnsEndpoint.StartAsync());
        Home = await RegionAsync(first, sns);
        Away = await RegionAsync(second, sns);
        Promoted = Home;
        Operator = new(_folder, [new(primary.Stack, first.Outputs), new(secondary.Stack, second.Outputs)], new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_ROUTE_53"] = Route53.Url,
            ["AWS_ENDPOINT_URL_ELASTICACHE"] = ElastiCache.Url,
            ["AWS_ENDPOINT_URL_SNS"] = sns.Url,
            ["AWS_ENDPOINT_URL_CLOUDWATCH"] = Emulator,
            ["AWS_ENDPOINT_URL_SQS"] = Emulator,
        });
    }

    private async Task<LocalRegion> RegionAsync(StageRun stage, SnsEndpoint sns)
    {
        var name = (string)stage.Outputs["region"];
        var member = new LocalMember(
            (string)stage.Outputs["replicationGroupId"], (string)stage.Outputs["primaryEndpoint"], (string)stage.Outputs["topicArn"])
        {
            ClusterEnabled = stage.Only("aws:elasticache/replicationGroup:ReplicationGroup").Has("replicasPerNodeGroup"),
        };
        ElastiCache.Add(name, member);
        var endpoints = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_ROUTE_53"] = Route53.Url,
            ["AWS_ENDPOINT_URL_ELASTICACHE"] = ElastiCache.UrlOf(name),
        };
        var metrics = Own(new LocalMetrics(Emulator, name));
        var queues = Own(new LocalQueues(Emulator, name));
        await queues.CreateAsync((string)stage.Outputs["failedQueueUrl"]);
        await queues.CreateAsync((string)stage.Outputs["undeliveredQueueUrl"]);

        var topic = Own(new LocalTopic(() => LocalFunction.Of(stage, name, endpoints), _minute));
        topic.Invoked = (_, invocation) => metrics.SendAsync(invocation.Log);
        topic.GivenUp = record => queues.SendAsync((string)stage.Outputs["failedQueueUrl"], record);
        sns.Add(name, topic);

        var region = new LocalRegion(name, stage, member, Own(LocalFunction.Of(stage, name, endpoints)), topic, metrics, queues);
        member.RoleAsync = () => Task.FromResult<string?>(Promoted == region ? "PRIMARY" : "SECONDARY");
        return region;
    }

    private T Own<T>(T part) where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}

/// <summary>One Region.</summary>
/// <param name="Name">The Region's name, such as us-east-1.</param>
/// <param name="Stage">What its stack registered.</param>
/// <param name="Member">Its member of the Global Datastore.</param>
/// <param name="Function">Its failover function, to be invoked by hand.</param>
/// <param name="Topic">Its topic, which invokes the function in environments of its own.</param>
/// <param name="Metrics">What is measured in it.</param>
/// <param name="Queues">Its dead-letter queues.</param>
public sealed record LocalRegion(
    string Name, StageRun Stage, LocalMember Member, LocalFunction Function, LocalTopic Topic, LocalMetrics Metrics, LocalQueues Queues);
