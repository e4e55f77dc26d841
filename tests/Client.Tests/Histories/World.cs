using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SessionStore.Client.Connecting;
using SessionStore.Client.Naming;
using SessionStore.Client.Telemetry;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Histories;

/// <summary>
/// Three Regions, one name and one application on a clock of their own; everything that happens by chance comes from the seed.
/// </summary>
internal sealed class World : IEndpointResolver, IDisposable
{
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(10), CommandTimeout = TimeSpan.FromSeconds(2);

    private readonly Random _random;
    private readonly Instruments _instruments = new();

    public World(int seed, Func<Failure, bool, TimeSpan, bool, Recovery>? decide = null)
    {
        _random = new Random(seed);
        (IsCluster, RolesAreHidden) = (_random.Next(4) == 0, _random.Next(3) == 0);
        Servers = [.. new[] { "east", "west", "south" }.Select(name => new FakeServer(name))];
        (Leads, Servers[0].IsPrimary) = (Servers[0], true);
        Connector = new(this);
        var settings = new FollowerSettings("name", Writes: true, Budget, CommandTimeout, MaximumWaiting: 1000)
        {
            IsReplayed = true,
        };
        Follower = new(decide is null ? settings : settings with { Decide = decide }, this, Connector, new(() => _random.NextDouble()),
            Time, NullLogger.Instance, _instruments);
    }

    public ManualTime Time { get; } = new();

    public IReadOnlyList<FakeServer> Servers { get; }

    public FakeConnector Connector { get; }

    public Follower Follower { get; }

    public bool IsCluster { get; }

    public bool RolesAreHidden { get; }

    /// <summary>Nothing happens by chance any more but delays.</summary>
    public bool Calm { get; set; }

    /// <summary>Where the name leads.</summary>
    public FakeServer Leads { get; set; }

    /// <summary>The name leads for ever where it led at first: what a cache that nobody asks anew would say.</summary>
    public bool IsStale { get; init; }

    public bool NamesAreSilent { get; set; }

    public int LookUps { get; private set; }

    public int Next(int most) => _random.Next(most);

    public bool Chance(double probability) => _random.NextDouble() < probability && !Calm;

    public Task DelayAsync(int least, int most) => Task.Delay(TimeSpan.FromMilliseconds(_random.Next(least, most)), Time);

    public async ValueTask<StoreEndpoint> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        LookUps++;
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(10)), Time, cancellationToken);
        return NamesAreSilent || Chance(0.02) ? throw new NameException("nobody answers") : Endpoint(IsStale ? Servers[0] : Leads);
    }

    private static StoreEndpoint Endpoint(FakeServer server) =>
        new(server.Host, new DnsEndPoint(server.Host, 6379), TimeSpan.FromSeconds(5));

    /// <summary>One thing goes wrong, or right again.</summary>
    public void Disturb()
    {
        var server = Servers[_random.Next(Servers.Count)];
        switch (_random.Next(8))
        {
            case 0:
                server.Health = Health.Down;
                server.Drop();
                break;
            case 1:
                server.Health = Health.Hanging;
                break;
            case 2:
                server.Health = Health.Loading;
                break;
            case 3:
                server.Drop();
                break;
            case 4:
                Promote(server);
                break;
            case 5:
                Leads = server;
                break;
            case 6:
                NamesAreSilent = !NamesAreSilent;
                break;
            default:
                server.Health = Health.Up;
                break;
        }
    }

    public void Promote(FakeServer promoted)
    {
        foreach (var server in Servers)
        {
            server.IsPrimary = server == promoted;
        }
    }

    /// <summary>All is well again: one server is the primary, and the name leads there.</summary>
    public void Heal()
    {
        (Calm, NamesAreSilent) = (true, false);
        foreach (var server in Servers)
        {
            server.Health = Health.Up;
        }
        Leads = Servers[_random.Next(Servers.Count)];
        Promote(Leads);
    }

    public void Dispose() => _instruments.Dispose();
}
