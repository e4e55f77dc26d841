using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Settings;
using SessionStore.Replicator.Stores;

namespace SessionStore.Replicator.Tests.Support;

/// <summary>Two Regions that no datastore joins, a server each, and a name that leads to one of them.</summary>
internal sealed class Pair : IAsyncDisposable
{
    public const string WriterName = "demo.valkey-dr.test", East = "master.session-store-us-east-1.abc123.use1.cache.amazonaws.com",
        West = "master.session-store-us-east-2.abc123.use2.cache.amazonaws.com";

    // Two engines are seldom installed: SOURCE_SERVER and TARGET_SERVER name the program of either side.
    private static readonly string? _sourceServer = Environment.GetEnvironmentVariable("SOURCE_SERVER"),
        _targetServer = Environment.GetEnvironmentVariable("TARGET_SERVER");

    private readonly List<LiveServer> _servers = [];
    private readonly List<IAsyncDisposable> _workers = [];

    public CertificateAuthority Authority { get; } = new();

    public NameServer Names { get; } = new();

    public LogLines Lines { get; } = new();

    public LiveServer Source { get; set; } = null!;

    public LiveServer Target { get; set; } = null!;

    /// <summary>Starts both; the name leads to East, the source.</summary>
    public static async Task<Pair> StartAsync(string notifications = "KA", params string[] targetOptions)
    {
        var pair = new Pair();
        pair.Source = await pair.AddAsync(East, "--notify-keyspace-events", notifications);
        pair.Target = await pair.AddAsync(West, ["--notify-keyspace-events", "KA", .. targetOptions]);
        pair.Names.Lead(WriterName, East);
        return pair;
    }

    public async Task<LiveServer> AddAsync(string host, params string[] options)
    {
        var engine = host.Contains("us-east-1", StringComparison.Ordinal) ? _sourceServer : _targetServer;
        var server = await LiveServer.StartAsync(engine, Authority, host, options);
        _servers.Add(server);
        return server;
    }

    /// <summary>The settings of a worker beside the target.</summary>
    public Dictionary<string, string?> Settings(string target = West)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Source:WriterName"] = WriterName,
            ["Target:WriterName"] = target,
            ["Replicator:ReplicationGroupId"] = "session-store-us-east-2",
            ["Replicator:Settle"] = "00:00:02",
            ["Replicator:Lease"] = "00:00:03",
            ["Replicator:MetricsEvery"] = "00:00:01",
        };
        foreach (var section in new[] { "Source", "Target" })
        {
            settings[$"{section}:CertificateAuthorityFile"] = Authority.AuthorityFile;
            settings[$"{section}:DnsServers:0"] = Names.Address;
            settings[$"{section}:Addresses:{Source.Host}"] = Source.Address;
            settings[$"{section}:Addresses:{Target.Host}"] = Target.Address;
        }
        return settings;
    }

    /// <summary>Starts a worker in this process.</summary>
    public RunningWorker Work(Dictionary<string, string?>? settings = null, TimeProvider? time = null) =>
        Work(new ConfigurationBuilder().AddInMemoryCollection(settings ?? Settings()).Build(), time);

    /// <summary>Starts a worker in this process, whose configuration may change.</summary>
    public RunningWorker Work(IConfiguration configuration, TimeProvider? time = null)
    {
        var logging = LoggerFactory.Create(builder => builder.AddProvider(Lines));
        var stores = new[] { "Source", "Target" }.Select(section => new Store(configuration.GetSection(section), logging)).ToArray();
        var options = SettingsReader.Read(configuration, ("Source", stores[0].Services), ("Target", stores[1].Services));
        var worker = new RunningWorker(stores[0], stores[1], options, time ?? TimeProvider.System, logging.CreateLogger("Replicator"));
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            await (tries < 3000 ? Task.Delay(20) : throw new TimeoutException($"waited in vain: {what}"));
        }
    }

    public static Task UntilAsync(Func<bool> isSo, string what) => UntilAsync(() => Task.FromResult(isSo()), what);

    /// <summary>Waits until a line is logged that begins so.</summary>
    public Task SaysAsync(string beginning) =>
        UntilAsync(() => Lines.Texts.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)), beginning);

    /// <summary>Waits until the stores are equal by <see cref="Contents"/>, and says how they differ if they never are.</summary>
    public async Task EqualAsync()
    {
        string[] differences = ["not compared"];
        for (var tries = 0; tries < 600; tries++)
        {
            differences = Contents.Differences(await Contents.OfAsync(Source), await Contents.OfAsync(Target));
            if (differences.Length == 0)
            {
                return;
            }
            await Task.Delay(100);
        }
        Assert.Fail($"The stores differ: {string.Join("; ", differences.Take(5))}\n{string.Join("\n", Lines.Texts)}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
        Names.Dispose();
        Authority.Dispose();
    }
}
