using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SessionStore.Client.Connecting;

namespace SessionStore.Client.Tests.Support;

/// <summary>Two Regions with a server each, a name server with the writer and reader names, and applications that use them.</summary>
internal sealed class Store : IAsyncDisposable
{
    public const string WriterName = "demo.valkey-dr.test", ReaderName = "reader.valkey-dr.test";

    private readonly List<ServiceProvider> _applications = [];
    private readonly List<LiveServer> _servers = [];

    public CertificateAuthority Authority { get; } = new();

    public NameServer Names { get; } = new();

    public LiveServer East { get; private set; } = null!;

    public LiveServer West { get; private set; } = null!;

    public ExpiryMode Expiry { get; private init; }

    /// <summary>Starts both Regions: East is the primary, West its replica, and the reader name leads to West.</summary>
    public static Task<Store> StartAsync(params string[] serverOptions) => StartAsync(ExpiryMode.Native, serverOptions);

    /// <summary>
    /// Starts both Regions. With <see cref="ExpiryMode.InValue"/> no user but the administrator may send what MemoryDB Multi-Region does
    /// not have, and whoever tries all the same fails the test at its end.
    /// </summary>
    public static async Task<Store> StartAsync(ExpiryMode expiry, params string[] serverOptions)
    {
        var store = new Store { Expiry = expiry };
        store.East = await store.AddAsync("master.session-store-us-east-1.abc123.use1.cache.amazonaws.com", serverOptions);
        store.West = await store.AddAsync("master.session-store-us-east-2.abc123.use2.cache.amazonaws.com", serverOptions);
        await store.West.FollowAsync(store.East);
        store.Names.Lead(WriterName, store.East.Host);
        store.Names.Lead(ReaderName, store.West.Host, 60);
        return store;
    }

    public async Task<LiveServer> AddAsync(string host, params string[] options)
    {
        var server = await LiveServer.StartAsync(Authority, host, options);
        _servers.Add(server);
        if (Expiry == ExpiryMode.InValue)
        {
            await MemoryDb.RefuseAsync(server);
        }
        return server;
    }

    /// <summary>Starts an application.</summary>
    public ServiceProvider Application(Action<SessionStoreOptions>? configure = null, Action<IServiceCollection>? add = null)
    {
        var services = Services();
        services.AddSessionStore(options =>
        {
            (options.WriterName, options.Expiry) = (WriterName, Expiry);
            options.CertificateAuthorityFile = Authority.AuthorityFile;
            options.DnsServers.Add(Names.Address);
            foreach (var server in _servers)
            {
                options.Addresses[server.Host] = server.Address;
            }
            configure?.Invoke(options);
        });
        add?.Invoke(services);
        return Start(services);
    }

    /// <summary>Starts an application from its configuration.</summary>
    public ServiceProvider Application(IConfiguration section) => Start(Services().AddSessionStore(section));

    private IServiceCollection Services() =>
        new ServiceCollection().AddLogging(logging => logging.AddProvider(Lines).SetMinimumLevel(LogLevel.Debug));

    private ServiceProvider Start(IServiceCollection services)
    {
        var application = services.BuildServiceProvider();
        _applications.Add(application);
        foreach (var service in application.GetServices<IHostedService>())
        {
            service.StartAsync(default).GetAwaiter().GetResult();
        }
        return application;
    }

    public LogLines Lines { get; } = new();

    public static IDistributedCache Cache(IServiceProvider application) => application.GetRequiredService<IDistributedCache>();

    public static StoreConnection Connection(IServiceProvider application) => application.GetRequiredService<StoreConnection>();

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            await (tries < 2000 ? Task.Delay(10) : throw new TimeoutException($"waited in vain: {what}"));
        }
    }

    /// <summary>Waits until West has all that East has written by now.</summary>
    public async Task InSyncAsync()
    {
        var marker = Guid.NewGuid().ToString();
        await East.Data.StringSetAsync("marker", marker);
        await UntilAsync(async () => await West.Data.StringGetAsync("marker") == marker, "replication");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var application in _applications)
        {
            await application.DisposeAsync();
        }
        var refused = new List<string>();
        foreach (var server in _servers)
        {
            refused.AddRange(Expiry == ExpiryMode.InValue ? await MemoryDb.RefusedAsync(server) : []);
            await server.DisposeAsync();
        }
        Names.Dispose();
        Authority.Dispose();
        if (refused.Count > 0)
        {
            throw new InvalidOperationException($"MemoryDB Multi-Region does not have these commands: {string.Join(", ", refused)}");
        }
    }
}
