using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using SessionStore.Client;
using StackExchange.Redis;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// An application in one Region of a store on MemoryDB: it writes and reads sessions, and looks at some of them after their end. It does
/// not sweep: the session application does.
/// </summary>
/// <param name="region">Where the application runs.</param>
/// <param name="settings">Its configuration.</param>
/// <param name="minute">How long a minute of what the client may remove is.</param>
/// <param name="regionOf">Whose server it is or was that is told from others so.</param>
/// <param name="ledger">Where it notes what happened.</param>
/// <param name="endings">Where it notes the sessions that end.</param>
/// <param name="diary">Tells the time.</param>
internal sealed class ActiveClient(
    string region, IReadOnlyDictionary<string, string?> settings, TimeSpan minute, Func<string, string> regionOf, Ledger ledger,
    Endings endings, Diary diary) : IAsyncDisposable
{
    private static readonly byte[] _value = Encoding.ASCII.GetBytes(new string('x', 64));

    // None of these ends in a run.
    private static readonly DistributedCacheEntryOptions _long = new() { SlidingExpiration = TimeSpan.FromHours(1) };

    private readonly ClientHost _host = new(
        region,
        new Dictionary<string, string?>(settings) { [$"{ClientSettings.Section}:{nameof(SessionStoreOptions.Sweep)}"] = "false" },
        services => HastyApplication.Shorten(services, minute));

    /// <inheritdoc cref="ClientHost.StartAsync"/>
    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    /// <summary>Writes sessions, reads one, and lets some end, until told to stop; waits for the last answers.</summary>
    /// <param name="rate">Writes and reads a second; a tenth of that are sessions that end.</param>
    public Task RunAsync(int rate, CancellationToken cancellationToken) => Task.WhenAll(
        ClientHost.RepeatAsync(rate, WriteOneAsync, cancellationToken),
        ClientHost.RepeatAsync(rate, _ => ReadOneAsync(), cancellationToken),
        ClientHost.RepeatAsync(rate / 10.0, number => EndOneAsync(number, cancellationToken), cancellationToken));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task WriteOneAsync(int number)
    {
        var (key, asked) = ($"{region}:{number}", diary.Clock.Elapsed);
        try
        {
            var node = await WriteAsync(key, _long);
            ledger.Writes.Enqueue(
                new(endings.StoredKey(key), region, regionOf(node), node, diary.Clock.Elapsed, diary.Clock.Elapsed - asked));
        }
        catch (Exception failure) when (failure is SessionStoreUnavailableException or RedisException)
        {
            ledger.Unacknowledged.Enqueue(new(region, diary.Clock.Elapsed, asked));
        }
    }

    private async Task ReadOneAsync()
    {
        var asked = diary.Clock.Elapsed;
        try
        {
            await _host.Cache.GetAsync($"{region}:0");
            ledger.Reads.Enqueue(new(region, diary.Clock.Elapsed, Answered: true) { Asked = asked });
        }
        catch (Exception failure) when (failure is SessionStoreUnavailableException or RedisException)
        {
            ledger.Reads.Enqueue(new(region, diary.Clock.Elapsed, Answered: false) { Asked = asked });
        }
    }

    // Every other one slides, and is read once in the middle of its life, which is then half as long again.
    private async Task EndOneAsync(int number, CancellationToken cancellationToken)
    {
        var (key, slides) = ($"{Endings.Prefix}{region}:{number}", number % 2 == 0);
        var life = minute * (0.5 + (number % 4 / 4.0));
        try
        {
            var from = diary.Clock.Elapsed + life;
            var node = await WriteAsync(
                key, slides ? new() { SlidingExpiration = life } : new() { AbsoluteExpirationRelativeToNow = life });
            var session = new EndingSession(endings.StoredKey(key), region, node) { From = from, By = diary.Clock.Elapsed + life };
            if (slides)
            {
                await Task.Delay(life / 2, cancellationToken);
                from = diary.Clock.Elapsed + life;
                // Renewed or, on a machine that is too slow for it, over meanwhile.
                if (await _host.Cache.GetAsync(key) is not null)
                {
                    (session.From, session.By) = (from, diary.Clock.Elapsed + life);
                }
            }
            endings.Add(session);
            await LookAfterwardsAsync(key, session, cancellationToken);
        }
        catch (Exception end) when (end is OperationCanceledException or SessionStoreUnavailableException or RedisException)
        {
            // It is asked for no more, or its Region is lost.
        }
    }

    private async Task LookAfterwardsAsync(string key, EndingSession session, CancellationToken cancellationToken)
    {
        for (var look = 0; look < 3; look++)
        {
            // A timer may be early, and whoever asks for a sliding session in time makes it live on.
            for (var due = session.By + (look * minute / 2); diary.Clock.Elapsed <= due;)
            {
                await Task.Delay(due - diary.Clock.Elapsed + TimeSpan.FromMilliseconds(1), cancellationToken);
            }
            var asked = diary.Clock.Elapsed;
            session.ReturnedAt = await _host.Cache.GetAsync(key) is not null ? asked : session.ReturnedAt;
            session.Looks++;
        }
    }

    // Each server has a port of its own. Who has it before and after the write, has acknowledged it: a dead one does not come back.
    private async Task<string> WriteAsync(string key, DistributedCacheEntryOptions options)
    {
        while (true)
        {
            var before = await NodeAsync();
            await _host.Cache.SetAsync(key, _value, options);
            if (await NodeAsync() == before)
            {
                return before;
            }
        }
    }

    private Task<string> NodeAsync() => _host.Connection.WriteAsync(
        async database => StandInServer.NodeOn(ServerAddress.Of((string)(await database.ExecuteAsync("CLIENT", "INFO"))!).Port),
        repeatable: true);
}
