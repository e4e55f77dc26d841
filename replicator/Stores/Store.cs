using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SessionStore.Client;
using StackExchange.Redis;

namespace SessionStore.Replicator.Stores;

/// <summary>One of the two stores: its settings are an application's, and so is the way to it.</summary>
internal sealed class Store : IAsyncDisposable
{
    // A scan and a batch of payloads take longer than an application's command.
    private static readonly TimeSpan _commandTimeout = TimeSpan.FromSeconds(10), _connectTimeout = TimeSpan.FromSeconds(10),
        _budget = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;
    private readonly IConfigurationSection _section;

    public Store(IConfigurationSection section, ILoggerFactory logging)
    {
        _section = section;
        var services = new ServiceCollection().AddSingleton(logging).Configure<SessionStoreOptions>(options =>
            (options.Budget, options.CommandTimeout, options.ConnectTimeout) = (_budget, _commandTimeout, _connectTimeout));
        _services = services.AddSessionStore(section).BuildServiceProvider();
    }

    /// <summary>What it was made of.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Source or Target.</summary>
    public string Section => _section.Key;

    /// <summary>The name or endpoint of the settings.</summary>
    public string Name => Options.WriterName!;

    /// <summary>The endpoint that the name leads to now.</summary>
    public Task<string> FindAsync(CancellationToken cancellationToken) => Connector.FindWriterAsync(cancellationToken);

    /// <summary>Whether an endpoint of this store is one of another's. Several servers of one machine have one name.</summary>
    public bool IsSame(string endpoint, Store other, string others) => endpoint == others && Options.Port == other.Options.Port;

    /// <summary>
    /// Whether an attempt to connect, or a command, has failed because the server is a replica: the connector's words, the engine's, and
    /// <see cref="Link"/>'s where the library knows it already.
    /// </summary>
    public static bool TakesNoWrites(Exception failure) => failure switch
    {
        SessionStoreUnavailableException => failure.Message.EndsWith("is a replica and takes no writes", StringComparison.Ordinal),
        RedisServerException => failure.Message.StartsWith("READONLY", StringComparison.Ordinal),
        RedisConnectionException => failure.Message.EndsWith(Link.NoPrimary, StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Connects to an endpoint.</summary>
    public async Task<Link> ConnectAsync(string endpoint, CancellationToken cancellationToken) =>
        new(endpoint, await Connector.ConnectAsync(endpoint, cancellationToken));

    /// <summary>Completes when settings change, whichever.</summary>
    public async Task ChangedAsync(CancellationToken cancellationToken)
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var heard = _section.GetReloadToken().RegisterChangeCallback(_ => changed.TrySetResult(), null);
        await changed.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private SessionStoreOptions Options => _services.GetRequiredService<IOptions<SessionStoreOptions>>().Value;

    private ISessionStoreConnector Connector => _services.GetRequiredService<ISessionStoreConnector>();
}
