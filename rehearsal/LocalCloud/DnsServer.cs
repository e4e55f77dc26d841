using System.Net;
using System.Net.Sockets;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>A DNS server on a UDP port of the loopback interface. What it answers is its owner's.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _end = new();
    private readonly Func<DnsQuestion, Task<DnsAnswer>> _answer;
    private readonly Task _serving;
    private int _questions;

    /// <summary>Starts to serve.</summary>
    /// <param name="answer">What is said to a question; a failure of it is the answer "server failure".</param>
    public DnsServer(Func<DnsQuestion, Task<DnsAnswer>> answer)
    {
        _answer = answer;
        _serving = ServeAsync();
    }

    /// <summary>Where to ask: address:port.</summary>
    public string Address => $"127.0.0.1:{((IPEndPoint)_socket.Client.LocalEndPoint!).Port}";

    /// <summary>How many questions have come.</summary>
    public int Questions => Volatile.Read(ref _questions);

    /// <summary>Changes an answer before it is sent; null for one that is never sent.</summary>
    public Func<byte[], byte[]?> Sending { get; set; } = answer => answer;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var question = await _socket.ReceiveAsync(_end.Token);
                Interlocked.Increment(ref _questions);
                _ = AnswerAsync(question);
            }
            catch (OperationCanceledException)
            {
                // The owner's end.
            }
            catch (SocketException)
            {
                // On some systems somebody who no longer listens for an answer is reported here: the next question is waited for.
            }
        }
    }

    private async Task AnswerAsync(UdpReceiveResult received)
    {
        if (DnsWire.Read(received.Buffer) is not { } question)
        {
            return;
        }
        DnsAnswer answer;
        try
        {
            answer = await _answer(question);
        }
        catch (Exception) when (!_end.IsCancellationRequested)
        {
            answer = DnsAnswer.ServerFailure;
        }
        try
        {
            if (Sending(DnsWire.Write(received.Buffer, answer)) is { } message)
            {
                await _socket.SendAsync(message, received.RemoteEndPoint, _end.Token);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Nobody waits for it any more.
        }
    }
}
