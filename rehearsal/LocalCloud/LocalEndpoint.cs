using System.Net;
using System.Net.Sockets;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// An endpoint of ElastiCache's: an address that stays and leads every new connection to the node that the endpoint means then. It passes
/// bytes on and reads none of them: TLS is between the client and the node.
/// </summary>
internal sealed class LocalEndpoint : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<int?> _node;
    private readonly Task _listening;

    /// <summary>Starts to listen.</summary>
    /// <param name="node">The port of the node that it leads to now; null while there is none.</param>
    public LocalEndpoint(Func<int?> node)
    {
        _node = node;
        _listener.Start();
        _listening = ListenAsync();
    }

    /// <summary>Where to connect: address:port.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _listening;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ListenAsync()
    {
        var open = new HashSet<Task>();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                open.Add(PassAsync(await _listener.AcceptSocketAsync(_end.Token)));
                open.RemoveWhere(connection => connection.IsCompleted);
            }
            catch (Exception lost) when (lost is OperationCanceledException or SocketException)
            {
                // The end, or somebody who went before being let in.
            }
        }
        await Task.WhenAll(open);
    }

    private async Task PassAsync(Socket client)
    {
        client.NoDelay = true;
        using var node = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            try
            {
                if (_node() is { } port)
                {
                    await node.ConnectAsync(IPAddress.Loopback, port, _end.Token);
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                    await Task.WhenAny(CopyAsync(client, node, either.Token), CopyAsync(node, client, either.Token));
                    await either.CancelAsync();
                }
            }
            catch (Exception lost) when (lost is SocketException or OperationCanceledException)
            {
                // The node is dead, or the rehearsal ends.
            }
        }
    }

    // Without a stream, which would own the socket: what one side says last has been passed on when it returns.
    private static async Task CopyAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var length)
            {
                for (var sent = 0; sent < length;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), cancellationToken);
                }
            }
        }
        catch (Exception lost) when (lost is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, so the other one goes, too.
        }
    }
}
