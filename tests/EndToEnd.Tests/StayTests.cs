using System.Net;
using System.Runtime.Versioning;
using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>A person clicks through the loss of a Region, with the command as it is: what it prints is what is typed.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StayTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("session-store-").FullName;

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_basket_outlives_the_Region_that_it_was_filled_in()
    {
        await using var rehearsal = Start("--stay", "--tick", "700");
        await SaysAsync(rehearsal, "At another terminal, type ");
        var shop = Printed(rehearsal, "the shop,");
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new(), UseProxy = false }) { BaseAddress = new(shop) };
        await PostAsync(http, "/sign-in", "name", "Ada");
        await PostAsync(http, "/basket/add", "good", "lamp");
        Assert.That((await PostAsync(http, "/basket/add", "good", "kite")).Things, Is.EqualTo(2));
        await using var tab = Browser.Find() is { } browser ? await BrowserTab.OpenAsync(browser) : null;
        if (tab is null)
        {
            await TestContext.Out.WriteLineAsync("No Chromium was found: the shop was visited with HttpClient alone.");
        }
        else
        {
            await FillAsync(tab, shop);
        }

        // Another terminal: the tool is a command of its own there.
        await using var status = ChildProcess.Start("sh", ["-c", $"{Command(rehearsal)} status"]);
        await status.Exit.WaitAsync(RehearsalProcess.Limit);
        Assert.That(status.Lines, Has.Some.Contains("PRIMARY"));

        foreach (var (line, done) in new[]
        {
            ("kill us-east-1", "us-east-1 is lost (SIGKILL)"),
            ("ops disassociate us-east-2 --yes", "ops disassociate us-east-2 --yes: done"),
            ("ops pin us-east-2 --yes", "ops pin us-east-2 --yes: done"),
        })
        {
            Assert.That(rehearsal.Lines, Has.Some.StartsWith($"  {line} "), "it is printed as it is typed");
            await rehearsal.TypeAsync(line);
            await SaysAsync(rehearsal, done);
        }

        var page = await LookAsync(http);
        Assert.That((page.Things, page.ServedBy), Is.EqualTo(((int?)2, "us-east-2")));
        Assert.That((await PostAsync(http, "/basket/add", "good", "kite")).Things, Is.EqualTo(3));
        if (tab is not null)
        {
            await ComeBackAsync(tab, shop);
        }
        await rehearsal.TypeAsync("quit");
        await rehearsal.Exit.WaitAsync(RehearsalProcess.Limit);
        Assert.That(rehearsal.ExitCode, Is.Zero);
    }

    [TestCase("--all")]
    [TestCase("--json")]
    [TestCase("--runs", "2")]
    [TestCase("--app", "false")]
    [TestCase("--scenario", "promote", "--scenario", "storm")]
    public async Task What_cannot_stay_is_an_error_of_usage(params string[] options)
    {
        await using var rehearsal = Start(["--stay", .. options]);
        await rehearsal.Exit.WaitAsync(RehearsalProcess.Limit);
        Assert.Multiple(() =>
        {
            Assert.That(rehearsal.ExitCode, Is.EqualTo(2));
            Assert.That(rehearsal.Lines, Has.Some.Contains("--stay leaves one store to you"));
        });
    }

    private static async Task FillAsync(BrowserTab tab, string shop)
    {
        await tab.GoAsync(shop);
        await tab.UntilAsync("h1", "Sign in");
        await tab.DoAsync("document.querySelector('#name').value = 'Grace'; document.querySelector('form button').click()");
        await tab.UntilAsync("#lamp output", "0");
        foreach (var count in new[] { "1", "2" })
        {
            await tab.DoAsync("document.querySelector('#lamp [formaction=\"/basket/add\"]').click()");
            await tab.UntilAsync("#lamp output", count);
        }
        Assert.That(await tab.TextAsync("#last-write"), Is.EqualTo("us-east-1"));
    }

    private static async Task ComeBackAsync(BrowserTab tab, string shop)
    {
        await tab.GoAsync(shop);
        await tab.UntilAsync("#lamp output", "2");
        Assert.That(await tab.TextAsync("#served-by"), Is.EqualTo("us-east-2"));
        await tab.DoAsync("document.querySelector('#lamp [formaction=\"/basket/add\"]').click()");
        await tab.UntilAsync("#lamp output", "3");
        Assert.That(await tab.TextAsync("#last-write"), Is.EqualTo("us-east-2"));
    }

    // As a person does: what is an error is loaded again.
    private static async Task<ShopPage> LookAsync(HttpClient http)
    {
        for (var tries = 0; ; tries++)
        {
            using var answer = await http.GetAsync("/");
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return ShopPage.Of(text);
            }
            Assert.That(tries, Is.LessThan(60), text);
            await Task.Delay(500);
        }
    }

    // The page that the browser is sent to afterwards.
    private static async Task<ShopPage> PostAsync(HttpClient http, string path, string field, string value)
    {
        var token = (await LookAsync(http)).Token!;
        using var form = new FormUrlEncodedContent([new(field, value), new(ShopPage.TokenField, token)]);
        using var answer = await http.PostAsync(path, form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        return ShopPage.Of(text);
    }

    private ChildProcess Start(params string[] arguments) => ChildProcess.Start(
        "dotnet",
        [typeof(Rehearsal.Rehearsal).Assembly.Location, .. arguments],
        new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = _folder,
            [MotoServer.Variable] = Environment.GetEnvironmentVariable(MotoServer.Variable) ?? "moto_server",
        },
        isTalkedTo: true);

    private static string Printed(ChildProcess rehearsal, string what) =>
        rehearsal.Lines.Single(line => line.Contains(what, StringComparison.Ordinal)).Trim().Split(' ')[0];

    private static string Command(ChildProcess rehearsal) =>
        rehearsal.Lines.Single(line => line.StartsWith("At another terminal", StringComparison.Ordinal)).Split(' ')[4];

    private static async Task SaysAsync(ChildProcess rehearsal, string what)
    {
        while (!rehearsal.Lines.Any(line => line.Contains(what, StringComparison.Ordinal)))
        {
            Assert.That(rehearsal.HasExited, Is.False, () => string.Join('\n', rehearsal.Lines));
            await Task.Delay(50);
        }
    }
}
