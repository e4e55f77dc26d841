using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SessionStore.Client.Tests.Support;

/// <summary>A DNS server on the loopback interface that knows CNAME records and nothing else.</summary>
internal sealed class NameServer : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ConcurrentDictionary<string, (string? Target, int Ttl)> _records = new(StringComparer.OrdinalIgnoreCase);
    private int _questions;

    public NameServer() => _ = ServeAsync();

    public string Address => $"127.0.0.1:{((IPEndPoint)_socket.Client.LocalEndPoint!).Port}";

    public int Questions => Volatile.Read(ref _questions);

    /// <summary>Whether it answers at all.</summary>
    public bool Silent { get; set; }

    /// <summary>Changes an answer before it is sent.</summary>
    public Func<byte[], byte[]> Spoil { get; set; } = answer => answer;

    /// <summary>Makes a name lead to another; to null for a name that exists without such a record.</summary>
    public void Lead(string name, string? target, int ttl = 1) => _records[name] = (target, ttl);

    public void Dispose() => _socket.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var question = await _socket.ReceiveAsync();
                Interlocked.Increment(ref _questions);
                if (!Silent)
                {
                    await _socket.SendAsync(Spoil(Answer(question.Buffer)), question.RemoteEndPoint);
                }
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
        }
    }

    private byte[] Answer(byte[] question)
    {
        var labels = new List<string>();
        for (var at = 12; question[at] != 0; at += question[at] + 1)
        {
            labels.Add(Encoding.ASCII.GetString(question, at + 1, question[at]));
        }
        var known = _records.TryGetValue(string.Join('.', labels), out var record);
        var answer = new List<byte>(question);
        (answer[2], answer[3]) = (0x81, (byte)(0x80 | (known ? 0 : 3)));
        if (record.Target is { } target)
        {
            answer[7] = 1;
            byte[] name = [.. target.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
            // The owner is a pointer to the question's name.
            answer.AddRange([0xC0, 12, 0, 5, 0, 1, 0, 0, (byte)(record.Ttl >> 8), (byte)record.Ttl, 0, (byte)name.Length, .. name]);
        }
        return [.. answer];
    }
}
