using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SessionStore.EndToEnd.Tests.Support;

/// <summary>
/// A page in a Chromium without a window, looked at and clicked on over the DevTools protocol
/// (https://chromedevtools.github.io/devtools-protocol/). One person's: one thing at a time.
/// </summary>
internal sealed partial class BrowserTab : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ChildProcess _process;
    private readonly string _folder;
    private int _number;

    private BrowserTab(ChildProcess process, string folder) => (_process, _folder) = (process, folder);

    /// <summary>Opens an empty page.</summary>
    public static async Task<BrowserTab> OpenAsync(Browser browser)
    {
        var folder = Directory.CreateTempSubdirectory("session-store-").FullName;
        // Without the sandbox, which root may not use: the pages are our own.
        var tab = new BrowserTab(ChildProcess.Start(browser.Program,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-proxy-server", $"--user-data-dir={folder}/profile",
            "--remote-debugging-port=0", "about:blank",
        ]), folder);
        Match? listening = null;
        while (listening is null)
        {
            Assert.That(tab._process.HasExited, Is.False, () => string.Join('\n', tab._process.Lines));
            await Task.Delay(50);
            listening = tab._process.Lines.Select(line => Listening().Match(line)).FirstOrDefault(match => match.Success);
        }
        using var client = new HttpClient();
        var targets = await client.GetFromJsonAsync<JsonElement[]>($"http://127.0.0.1:{listening.Groups[1].Value}/json/list");
        var page = targets!.First(target => target.GetProperty("type").GetString() == "page");
        await tab._socket.ConnectAsync(new(page.GetProperty("webSocketDebuggerUrl").GetString()!), CancellationToken.None);
        return tab;
    }

    /// <summary>Goes to an address, as if it had been typed.</summary>
    public Task GoAsync(string url) => SendAsync("Page.navigate", new { url });

    /// <summary>Does something on the page.</summary>
    public Task DoAsync(string script) => SendAsync("Runtime.evaluate", new { expression = script });

    /// <summary>The text of the first element that a selector finds; null where there is none, or no page.</summary>
    public async Task<string?> TextAsync(string selector)
    {
        var answer = await SendAsync("Runtime.evaluate", new
        {
            expression = "document.readyState !== 'complete' ? null "
                + $": document.querySelector({JsonSerializer.Serialize(selector)})?.textContent",
            returnByValue = true,
        });
        // Between two pages there is nothing to look at.
        return answer.TryGetProperty("result", out var result) && result.GetProperty("result").TryGetProperty("value", out var value)
            ? value.GetString()
            : null;
    }

    /// <summary>Waits until an element has a text.</summary>
    public async Task UntilAsync(string selector, string text)
    {
        for (var tries = 0; await TextAsync(selector) != text; tries++)
        {
            Assert.That(tries, Is.LessThan(2400), $"waited in vain for \"{text}\" in {selector}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonElement> SendAsync(string method, object parameters)
    {
        var id = ++_number;
        await _socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters }), WebSocketMessageType.Text, endOfMessage: true,
            CancellationToken.None);
        while (true)
        {
            var answer = await ReceiveAsync();
            if (answer.TryGetProperty("id", out var number) && number.GetInt32() == id)
            {
                return answer;
            }
        }
    }

    private async Task<JsonElement> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonSerializer.Deserialize<JsonElement>(message.ToArray());
    }

    [GeneratedRegex(@"DevTools listening on ws://127\.0\.0\.1:(\d+)/")]
    private static partial Regex Listening();
}
