using System.Diagnostics;
using System.Security.Authentication;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// An application in one Region. It looks up what the writer name leads to, connects to that endpoint with its certificate validated,
/// and on READONLY or a lost connection looks the name up again.
/// </summary>
/// <param name="region">Where the application runs.</param>
/// <param name="regions">The Regions, to find the address of an endpoint.</param>
/// <param name="lookUp">What the writer name leads to.</param>
/// <param name="ledger">Where it notes what happened.</param>
/// <param name="clock">The time since the start of the run.</param>
/// <param name="note">Writes down that it has moved to another server.</param>
internal sealed class SessionClient(
    LiveRegion region, IReadOnlyList<LiveRegion> regions, Func<Task<string?>> lookUp, Ledger ledger, Stopwatch clock, Action<string> note)
{
    private const string TimeToLiveSeconds = "600";

    private static readonly string _value = new('x', 64);

    /// <summary>Writes numbered sessions until it is told to stop.</summary>
    public async Task WriteAsync(int rate, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
        RespConnection? connection = null;
        LiveRegion? server = null;
        ValkeyServer? node = null, last = null;
        for (var number = 0; await NextAsync(timer, cancellationToken); number++)
        {
            try
            {
                if (connection is null)
                {
                    var endpoint = await lookUp();
                    server = regions.FirstOrDefault(candidate => candidate.Server.Host == endpoint)
                        ?? throw new IOException($"the writer name leads to {endpoint ?? "nothing"}, which is no Region's endpoint");
                    node = server.Server;
                    connection = await node.ConnectAsync(node.Host);
                }
                var key = $"session:{region.Name}:{number}";
                await connection.SendAsync("SET", key, _value, "EX", TimeToLiveSeconds);
                ledger.Writes.Enqueue(new(key, region.Name, server!.Name, node!.Id, clock.Elapsed));
                if (last is not null && last != node)
                {
                    var to = last.Host == node.Host ? node.Id : server.Name;
                    note($"the client in {region.Name} has looked the name up and writes to {to}");
                }
                last = node;
            }
            catch (Exception failure) when (failure is RespException or IOException or AuthenticationException)
            {
                ledger.Unacknowledged.Enqueue(new(region.Name, clock.Elapsed, Refused: failure is RespException));
                if (connection is not null)
                {
                    await connection.DisposeAsync();
                    connection = null;
                }
            }
        }
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    /// <summary>Reads the newest sessions from the Region's own replicas until it is told to stop.</summary>
    public async Task ReadAsync(int rate, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
        RespConnection? connection = null;
        while (await NextAsync(timer, cancellationToken))
        {
            try
            {
                connection ??= await region.Cache.Reader.ConnectAsync(region.Cache.Reader.ReplicaHost);
                await connection.SendAsync("GET", $"session:{region.Name}:0");
                ledger.Reads.Enqueue(new(region.Name, clock.Elapsed, Answered: true));
            }
            catch (Exception failure) when (failure is RespException or IOException or AuthenticationException)
            {
                ledger.Reads.Enqueue(new(region.Name, clock.Elapsed, Answered: false));
                if (connection is not null)
                {
                    await connection.DisposeAsync();
                    connection = null;
                }
            }
        }
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
