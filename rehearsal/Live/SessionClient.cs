using System.Diagnostics;
using SessionStore.Client;
using StackExchange.Redis;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// An application in one Region that uses SessionStore.Client as its readme says. Its requests come at a fixed rate, whatever has become
/// of the earlier ones: in an outage more and more of them wait.
/// </summary>
/// <param name="region">Where the application runs.</param>
/// <param name="settings">Its configuration.</param>
/// <param name="nodeAt">Which node has a port of the loopback interface, or had it.</param>
/// <param name="ledger">Where it notes what happened.</param>
/// <param name="clock">The time since the start of the run.</param>
/// <param name="note">Writes down that it has moved to another server.</param>
internal sealed class SessionClient(
    LiveRegion region, IReadOnlyDictionary<string, string?> settings, Func<int, (LiveRegion Region, ValkeyServer Node)> nodeAt,
    Ledger ledger, Stopwatch clock, Action<string> note) : IAsyncDisposable
{
    private static readonly TimeSpan _timeToLive = TimeSpan.FromMinutes(10);

    private static readonly string _value = new('x', 64);

    private readonly ClientHost _host = new(region.Name, settings);

    private ValkeyServer? _last;

    private ISessionStoreConnection Connection => _host.Connection;

    /// <inheritdoc cref="ClientHost.StartAsync"/>
    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    /// <summary>Writes numbered sessions until it is told to stop, and waits for the last ones.</summary>
    public Task WriteAsync(int rate, CancellationToken cancellationToken) => ClientHost.RepeatAsync(rate, WriteOneAsync, cancellationToken);

    /// <summary>Reads a session at the Region's own replicas until it is told to stop, and waits for the last answers.</summary>
    public Task ReadAsync(int rate, CancellationToken cancellationToken) =>
        ClientHost.RepeatAsync(rate, _ => ReadOneAsync(), cancellationToken);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task WriteOneAsync(int number)
    {
        var key = $"session:{region.Name}:{number}";
        var asked = clock.Elapsed;
        try
        {
            var port = await Connection.WriteAsync(database => TryAsync(database, key), repeatable: true);
            var (at, server) = (clock.Elapsed, nodeAt(port));
            ledger.Writes.Enqueue(new(key, region.Name, server.Region.Name, server.Node.Id, at, at - asked));
            if (Interlocked.Exchange(ref _last, server.Node) is { } last && last != server.Node)
            {
                var to = last.Host == server.Node.Host ? server.Node.Id : server.Region.Name;
                note($"the client in {region.Name} writes to {to}");
            }
        }
        catch (Exception failure) when (failure is SessionStoreUnavailableException or RedisException)
        {
            ledger.Unacknowledged.Enqueue(new(region.Name, clock.Elapsed, asked));
        }
    }

    // A server answers the commands of a connection in the order in which they came ("Pipelining" in Valkey's documentation). So whoever
    // says before and after the write that it is the same connection, and what its own address is, is who acknowledged the write.
    private async Task<int> TryAsync(IDatabase database, string key)
    {
        var before = database.ExecuteAsync("CLIENT", "INFO");
        var write = database.StringSetAsync(key, _value, _timeToLive);
        var after = database.ExecuteAsync("CLIENT", "INFO");
        try
        {
            await Task.WhenAll(write, before, after);
            var (first, second) = (ServerAddress.Of((string)(await before)!), ServerAddress.Of((string)(await after)!));
            // The client takes it for a lost connection, and repeats the write.
            return first == second ? first.Port : throw new IOException("the connection has changed around the write");
        }
        catch (Exception failure)
        {
            var refused = failure is RedisServerException or RedisCommandException;
            ledger.FailedTries.Enqueue(new(region.Name, clock.Elapsed, refused));
            throw;
        }
    }

    private async Task ReadOneAsync()
    {
        string? asked = null;
        try
        {
            await Connection.ReadAsync(database =>
            {
                asked = database.Multiplexer.GetEndPoints()[0].ToString();
                return database.StringGetAsync($"session:{region.Name}:0");
            });
            ledger.Reads.Enqueue(new(region.Name, clock.Elapsed, Answered: true, Local: asked == region.Cache.ReaderAddress));
        }
        catch (Exception failure) when (failure is SessionStoreUnavailableException or RedisException)
        {
            ledger.Reads.Enqueue(new(region.Name, clock.Elapsed, Answered: false));
        }
    }
}
