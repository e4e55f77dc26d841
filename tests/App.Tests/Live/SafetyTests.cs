using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SessionStore.App.Tests.Support;
using SessionStore.Client.Tests.Support;

namespace SessionStore.App.Tests.Live;

/// <summary>What nobody shall do to a visitor through the application.</summary>
internal sealed class SafetyTests
{
    private Store _store = null!;
    private Instance _instance = null!;
    private Browser _ada = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _store = await Store.StartAsync();
        _instance = await Instance.StartAsync(_store, "<script>alert('Region')</script>");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _instance.DisposeAsync();
        await _store.DisposeAsync();
    }

    [SetUp]
    public async Task OpenAsync()
    {
        _ada = new();
        await _ada.OpenAsync(_instance);
    }

    [TearDown]
    public void Close() => _ada.Dispose();

    [Test]
    public async Task What_people_or_settings_say_is_shown_as_text()
    {
        const string Name = "</title><script>alert('x')</script>";

        var page = await _ada.SignInAsync(_instance, Name);

        Assert.That(page.Heading, Is.EqualTo($"{Name}’s basket"));
        Assert.That(page.Html, Does.Contain("&lt;script&gt;alert").And.Not.Contain("<script"));
    }

    [TestCase("/sign-in")]
    [TestCase("/sign-out")]
    [TestCase("/basket/add")]
    [TestCase("/basket/remove")]
    public async Task A_form_without_its_token_is_refused_and_changes_nothing(string path)
    {
        await _ada.SignInAsync(_instance, "Ada");
        await _ada.AddAsync(_instance, "lamp");

        var refused = await _ada.PostAsync(_instance, path, [("name", "Eve"), ("good", "lamp")]);
        var guessed = await _ada.PostAsync(_instance, path, [("name", "Eve"), ("good", "lamp"), ("__RequestVerificationToken", "guess")]);

        Assert.That((refused.Status, guessed.Status), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)));
        Assert.That(refused.Html, Does.Contain("Nothing was changed."));
        var page = await _ada.OpenAsync(_instance);
        Assert.That((page.Heading, page.Count("Lamp")), Is.EqualTo(("Ada’s basket", 1)));
    }

    [Test]
    public async Task Somebody_elses_token_is_refused()
    {
        using var eve = new Browser();
        var token = (await eve.OpenAsync(_instance)).Token;
        await _ada.SignInAsync(_instance, "Ada");

        var refused = await _ada.PostAsync(_instance, "/basket/add", [("__RequestVerificationToken", token), ("good", "lamp")]);

        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Nothing_is_changed_by_a_link()
    {
        foreach (var path in (string[])["/sign-in", "/sign-out", "/basket/add", "/basket/remove"])
        {
            Assert.That((await _ada.OpenAsync(_instance, path)).Status, Is.EqualTo(HttpStatusCode.MethodNotAllowed), path);
        }
    }

    [TestCase("https", true)]
    [TestCase("http", false)]
    public async Task Cookies_are_for_the_server_only_and_for_TLS_where_the_balancer_ends_it(string scheme, bool secure)
    {
        var sent = await _ada.PostAsync(_instance, "/sign-in", [("__RequestVerificationToken", _ada.Shown.Token), ("name", "Ada")],
            ("X-Forwarded-Proto", scheme));
        using var other = new Browser();
        var opened = await other.OpenAsync(_instance, "/", ("X-Forwarded-Proto", scheme));

        foreach (var cookie in (string[])[sent.Header("Set-Cookie"), opened.Header("Set-Cookie")])
        {
            Assert.That(cookie, Does.Contain("httponly").And.Contain("samesite=lax"));
            Assert.That(cookie.Contains("secure", StringComparison.Ordinal), Is.EqualTo(secure), cookie);
        }
    }

    [TestCase("/")]
    [TestCase("/nowhere")]
    public async Task A_page_asks_for_nothing_else_and_runs_no_script(string path)
    {
        var page = await _ada.OpenAsync(_instance, path);

        var style = Regex.Match(page.Html, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.That(page.Header("Content-Security-Policy"), Is.EqualTo(
            $"default-src 'none'; style-src 'sha256-{hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"));
        Assert.That(page.Html, Does.Not.Contain("src=").And.Not.Contain("http://").And.Not.Contain("https://").And.Not.Contain("style="));
        Assert.That((page.Header("X-Content-Type-Options"), page.Header("Cache-Control"), page.Header("Server")),
            Is.EqualTo(("nosniff", "no-store", "")));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("Ada\u0007")]
    [TestCase("12345678901234567890123456789012345678901")]
    public async Task A_name_that_is_none_is_refused_with_the_reason(string name)
    {
        var page = await _ada.SignInAsync(_instance, name);

        Assert.That((page.Status, page.Heading), Is.EqualTo((HttpStatusCode.BadRequest, "Sign in")));
        Assert.That(page.Html, Does.Contain("A name has 1 to 40 characters."));
        Assert.That(page.Header("Set-Cookie"), Does.Not.Contain("session="));
    }
}
