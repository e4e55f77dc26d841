using SessionStore.Rehearsal.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Both Regions as the committed stack files describe them, on this machine.</summary>
public sealed class World : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    private World()
    {
    }

    /// <summary>The Region of the primary stack.</summary>
    public LocalRegion Home { get; private set; } = null!;

    /// <summary>The Region of the secondary stack.</summary>
    public LocalRegion Away { get; private set; } = null!;

    /// <summary>The hosted zone.</summary>
    public LocalZone Zone { get; private set; } = null!;

    /// <summary>What stands before Route 53.</summary>
    public Route53Front Route53 { get; private set; } = null!;

    /// <summary>The Region that takes writes.</summary>
    public LocalRegion Promoted { get; set; } = null!;

    /// <summary>The writer record's name.</summary>
    public string WriterName => (string)Home.Stage.Outputs["writerName"];

    /// <summary>Runs both stages and starts what they declare.</summary>
    /// <param name="cancellationToken">Gives up, and ends what was started so far.</param>
    public static async Task<World> StartAsync(CancellationToken cancellationToken = default)
    {
        var world = new World();
        try
        {
            await world.BuildAsync(cancellationToken);
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
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        var moto = Own(await MotoServer.StartAsync(cancellationToken));
        Route53 = Own(await Route53Front.StartAsync(moto.Url));
        var primary = StackFile.Read(Checkout.Root, "primary");
        var secondary = StackFile.Read(Checkout.Root, "secondary");
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

        Home = await RegionAsync(first);
        Away = await RegionAsync(second);
        Promoted = Home;
    }

    private async Task<LocalRegion> RegionAsync(StageRun stage)
    {
        var name = (string)stage.Outputs["region"];
        var member = new LocalMember(
            (string)stage.Outputs["replicationGroupId"], (string)stage.Outputs["primaryEndpoint"], (string)stage.Outputs["topicArn"]);
        var endpoint = Own(await ElastiCacheEndpoint.StartAsync(member));
        var endpoints = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_ROUTE_53"] = Route53.Url,
            ["AWS_ENDPOINT_URL_ELASTICACHE"] = endpoint.Url,
        };
        var region = new LocalRegion(
            name, stage, member, endpoint.Url, Own(LocalFunction.Of(stage, name, endpoints)), () => LocalFunction.Of(stage, name, endpoints));
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
/// <param name="ControlPlane">The address of ElastiCache's control plane.</param>
/// <param name="Function">Its failover function.</param>
/// <param name="OneMoreFunction">Makes one more environment of the function, for invocations at the same time.</param>
public sealed record LocalRegion(
    string Name, StageRun Stage, LocalMember Member, string ControlPlane, LocalFunction Function, Func<LocalFunction> OneMoreFunction);
