using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SessionStore.Client.Tests.Support;

namespace SessionStore.App.Tests.Live;

/// <summary>The commands of app/README.md, with the program as it was built and a server without TLS.</summary>
internal sealed partial class ReadmeTests
{
    private static readonly string _here = AppContext.BaseDirectory;

    [Test]
    public async Task The_application_runs_with_the_settings_of_its_README_against_a_plain_server()
    {
        var settings = Setting().Matches(await File.ReadAllTextAsync(Path.Combine(_here, "README.md")));
        Assert.That(settings.Select(setting => setting.Groups["name"].Value),
            Is.EqualTo(["SessionStore__WriterName", "SessionStore__Tls", "SessionStore__TrustedDomains__0"]));
        using var authority = new CertificateAuthority();
        var (port, listen) = (FreePort(), FreePort());
        await using var server = await LiveServer.StartAsync(authority, "server.test", "--port", $"{port}");
        var start = new ProcessStartInfo(Path.Combine(_here, "SessionStore.App")) { RedirectStandardOutput = true };
        foreach (Match setting in settings)
        {
            start.Environment[setting.Groups["name"].Value] = setting.Groups["value"].Value;
        }
        start.Environment["SessionStore__Port"] = $"{port}";
        start.Environment["App__Region"] = "us-east-1";
        start.Environment["ASPNETCORE_HTTP_PORTS"] = $"{listen}";
        using var program = Process.Start(start)!;
        program.OutputDataReceived += (_, line) => TestContext.Out.WriteLine(line.Data);
        program.BeginOutputReadLine();
        try
        {
            using var browser = new HttpClient { BaseAddress = new($"http://127.0.0.1:{listen}") };
            await Store.UntilAsync(() => IsReadyAsync(browser), "the application is ready");

            Assert.That(await browser.GetStringAsync("/"), Does.Contain("<h1>Sign in</h1>").And.Contain(">us-east-1<"));
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync();
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient browser)
    {
        try
        {
            using var answer = await browser.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // As in the first block: NAME=value before a command.
    [GeneratedRegex("(?<name>SessionStore__[A-Za-z0-9_]+)=(?<value>[^ ]+) ")]
    private static partial Regex Setting();
}
