using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// The control plane's connection to a server, with TLS and one command at a time: the little of the protocol that it needs
/// (https://valkey.io/topics/protocol/).
/// </summary>
internal sealed class RespConnection : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly SslStream _stream;
    private readonly StreamReader _reader;
    private readonly TimeSpan _patience;

    private RespConnection(TcpClient client, SslStream stream, TimeSpan patience)
    {
        (_client, _stream, _patience) = (client, stream, patience);
        _reader = new(stream, Encoding.Latin1);
    }

    /// <summary>Connects to a port of the loopback interface.</summary>
    /// <param name="host">The name that the server's certificate has to be valid for.</param>
    /// <param name="validate">Whether to trust the certificate.</param>
    /// <param name="patience">How long the connection and each answer may take.</param>
    /// <exception cref="AuthenticationException">The certificate is not trusted, or not valid for the name.</exception>
    /// <exception cref="IOException">The connection could not be made.</exception>
    public static async Task<RespConnection> ConnectAsync(
        int port, string host, RemoteCertificateValidationCallback validate, TimeSpan patience)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port).WaitAsync(patience);
            var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, validate);
            await stream.AuthenticateAsClientAsync(host).WaitAsync(patience);
            return new(client, stream, patience);
        }
        catch (Exception failure)
        {
            client.Dispose();
            throw failure is SocketException or TimeoutException
                ? new IOException($"{host} on port {port} cannot be reached: {failure.Message}", failure)
                : failure;
        }
    }

    /// <summary>Sends a command and waits for its answer: a text, a whole number, null, or a list of these.</summary>
    /// <exception cref="RespException">The server answered with an error.</exception>
    /// <exception cref="IOException">The connection was lost, or the server does not answer.</exception>
    public async Task<object?> SendAsync(params string[] command)
    {
        var request = new StringBuilder($"*{command.Length}\r\n");
        foreach (var part in command)
        {
            request.Append(CultureInfo.InvariantCulture, $"${part.Length}\r\n{part}\r\n");
        }
        try
        {
            await _stream.WriteAsync(Encoding.Latin1.GetBytes(request.ToString())).AsTask().WaitAsync(_patience);
            return await AnswerAsync().WaitAsync(_patience);
        }
        catch (Exception failure) when (failure is TimeoutException or SocketException)
        {
            throw new IOException($"no answer to {command[0]}: {failure.Message}", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private async Task<object?> AnswerAsync()
    {
        var line = await _reader.ReadLineAsync() ?? throw new IOException("the connection was closed");
        var value = line[1..];
        switch (line[0])
        {
            case '+':
                return value;
            case '-':
                throw new RespException(value);
            case ':':
                return long.Parse(value, CultureInfo.InvariantCulture);
            case '$':
                return value == "-1" ? null : await TextAsync(int.Parse(value, CultureInfo.InvariantCulture));
            case '*':
                var list = new object?[int.Parse(value, CultureInfo.InvariantCulture)];
                for (var index = 0; index < list.Length; index++)
                {
                    list[index] = await AnswerAsync();
                }
                return list;
            default:
                throw new IOException($"an answer that is none of the protocol's: {line}");
        }
    }

    private async Task<string> TextAsync(int length)
    {
        var buffer = new char[length + 2];
        await _reader.ReadBlockAsync(buffer);
        return new string(buffer, 0, length);
    }
}

/// <summary>An error that a server answered, such as "READONLY You can't write against a read only replica."</summary>
/// <param name="message">The server's words.</param>
internal sealed class RespException(string message) : Exception(message);
