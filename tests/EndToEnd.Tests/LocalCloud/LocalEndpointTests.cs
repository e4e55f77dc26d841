using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SessionStore.EndToEnd.Tests.LocalCloud;

/// <summary>An endpoint leads whoever connects to where it leads then, and lets go of whoever has lost the node.</summary>
public sealed class LocalEndpointTests
{
    [Test]
    public async Task Who_connects_anew_is_led_to_the_new_node_and_who_is_connected_stays()
    {
        using var one = Node("one");
        using var two = Node("two");
        var node = one;
        await using var endpoint = new LocalEndpoint(() => PortOf(node));
        using var early = await ConnectAsync(endpoint);
        Assert.That(await AskAsync(early), Is.EqualTo("one"));
        node = two;
        using var late = await ConnectAsync(endpoint);
        Assert.That((await AskAsync(late), await AskAsync(early)), Is.EqualTo(("two", "one")));
    }

    [Test]
    public async Task Without_a_node_and_when_the_node_goes_the_connection_is_closed()
    {
        var one = Node("one");
        int? port = PortOf(one);
        await using var endpoint = new LocalEndpoint(() => port);
        using var connected = await ConnectAsync(endpoint);
        Assert.That(await AskAsync(connected), Is.EqualTo("one"));
        one.Dispose();
        Assert.That(await AskAsync(connected), Is.Empty, "closed by the node");
        using var refused = await ConnectAsync(endpoint);
        Assert.That(await AskAsync(refused), Is.Empty, "nobody listens at the node's port");
        port = null;
        using var homeless = await ConnectAsync(endpoint);
        Assert.That(await AskAsync(homeless), Is.Empty, "there is no node");
    }

    private static int PortOf(TcpListener node) => ((IPEndPoint)node.LocalEndpoint).Port;

    // Answers everything that is said to it with its name; its end closes what it has accepted.
    private static TcpListener Node(string name)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () =>
        {
            var open = new List<Socket>();
            try
            {
                while (true)
                {
                    var socket = await listener.AcceptSocketAsync();
                    open.Add(socket);
                    _ = Task.Run(async () =>
                    {
                        var buffer = new byte[16];
                        while (await socket.ReceiveAsync(buffer) > 0)
                        {
                            await socket.SendAsync(Encoding.ASCII.GetBytes(name));
                        }
                    });
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                open.ForEach(socket => socket.Dispose());
            }
        });
        return listener;
    }

    private static async Task<Socket> ConnectAsync(LocalEndpoint endpoint)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(endpoint.Address));
        return socket;
    }

    private static async Task<string> AskAsync(Socket socket)
    {
        var buffer = new byte[16];
        try
        {
            await socket.SendAsync("who"u8.ToArray());
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
