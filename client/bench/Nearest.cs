using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Caching.Distributed;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Bench;

/// <summary>Reads at a local replica beside reads at a writer that is 80 ms away, there and back.</summary>
internal static class Nearest
{
    private static readonly TimeSpan _oneWay = TimeSpan.FromMilliseconds(40);

    public static async Task RunAsync()
    {
        await using var store = await Store.StartAsync();
        using var far = new TcpListener(IPAddress.Loopback, 0);
        far.Start();
        _ = ServeAsync(far, store.East.Port);
        var expirations = new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(20) };
        var nearest = Store.Cache(store.Application(options =>
        {
            options.Addresses[store.East.Host] = far.LocalEndpoint.ToString()!;
            (options.Reads, options.ReaderName) = (ReadMode.NearestThenWriter, Store.ReaderName);
        }));
        var writer = Store.Cache(store.Application(options => options.Addresses[store.East.Host] = far.LocalEndpoint.ToString()!));
        await nearest.SetAsync("a", new byte[1024], expirations);
        await store.InSyncAsync();
        var (near, distant) = await Samples.CompareAsync(100, 1, () => nearest.GetAsync("a"), () => writer.GetAsync("a"));
        Console.WriteLine(
            $"GetAsync, writer 80 ms away      nearest {near.Median:0} µs  writer {distant.Median:0} µs  "
            + $"{distant.Median / near.Median:0} × faster  (goal 20)");
    }

    private static async Task ServeAsync(TcpListener listener, int port)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                var server = new TcpClient { NoDelay = true };
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, port);
                _ = CarryAsync(client.GetStream(), server.GetStream());
                _ = CarryAsync(server.GetStream(), client.GetStream());
            }
        }
        catch (SocketException)
        {
        }
    }

    private static async Task CarryAsync(NetworkStream from, NetworkStream to)
    {
        var order = Task.CompletedTask;
        try
        {
            var buffer = new byte[65536];
            for (var length = await from.ReadAsync(buffer); length > 0; length = await from.ReadAsync(buffer))
            {
                order = DeliverAsync(order, Task.Delay(_oneWay), buffer[..length]);
            }
            await order;
        }
        catch (IOException)
        {
        }
        to.Close();

        async Task DeliverAsync(Task before, Task delay, byte[] bytes)
        {
            await before;
            await delay;
            await to.WriteAsync(bytes);
        }
    }
}
