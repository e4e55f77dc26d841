using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SessionStore.Client.Naming;

/// <summary>Asks DNS servers for CNAME records: .NET's own resolver has no such question.</summary>
/// <param name="servers">The servers to ask, in turn; empty for the system's.</param>
internal sealed class DnsClient(IReadOnlyList<IPEndPoint> servers)
{
    // A VPC's resolver answers within milliseconds; UDP may lose a packet.
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(500);
    private const int Rounds = 2, Port = 53, LongestAnswer = 4096;

    /// <summary>Asks for one CNAME record.</summary>
    /// <param name="name">The name, without a final dot.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer; null where no server gives one.</returns>
    public async Task<CnameAnswer?> QueryAsync(string name, CancellationToken cancellationToken)
    {
        var asked = servers.Count > 0 ? servers : SystemServers();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var server in asked)
            {
                try
                {
                    // A server that fails or refuses says nothing about the name: the next one may.
                    var answer = await AskAsync(server, name, cancellationToken).ConfigureAwait(false);
                    if (answer.Code is 0 or CnameAnswer.NameError)
                    {
                        return answer;
                    }
                }
                catch (Exception silence) when (silence is SocketException or OperationCanceledException
                    && !cancellationToken.IsCancellationRequested)
                {
                }
            }
        }
        return null;
    }

    // The port is the system's choice anew for each question and the number a random one, against forged answers (RFC 5452).
    private static async Task<CnameAnswer> AskAsync(IPEndPoint server, string name, CancellationToken cancellationToken)
    {
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(_patience);
        await socket.ConnectAsync(server, end.Token).ConfigureAwait(false);
        await socket.SendAsync(DnsMessage.Question(id, name), end.Token).ConfigureAwait(false);
        var buffer = new byte[LongestAnswer];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, end.Token).ConfigureAwait(false);
            try
            {
                return DnsMessage.Answer(buffer.AsSpan(0, length), id, name);
            }
            catch (FormatException)
            {
                // Somebody else's, or an old one: the right one may still come.
            }
        }
    }

    private static IPEndPoint[] SystemServers()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .Where(network => network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                .SelectMany(network => network.GetIPProperties().DnsAddresses).Distinct().Select(address => new IPEndPoint(address, Port))];
        }
        catch (Exception unknown) when (unknown is NetworkInformationException or PlatformNotSupportedException)
        {
            return [];
        }
    }
}
