using System.Net;
using SessionStore.App.Tests.Support;
using SessionStore.Client.Tests.Support;

namespace SessionStore.App.Tests.Live;

/// <summary>What people see, with two Regions' instances and real servers over TLS.</summary>
internal sealed class SessionTests
{
    private Store _store = null!;
    private Instance _east = null!;
    private Instance _west = null!;
    private Browser _ada = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.StartAsync();
        (_east, _west) = (await Instance.StartAsync(_store, "us-east-1"), await Instance.StartAsync(_store, "us-east-2"));
        _ada = new();
        await _ada.OpenAsync(_east);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _ada.Dispose();
        await _east.DisposeAsync();
        await _west.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Whoever_signs_in_in_one_Region_finds_the_basket_in_the_other_with_one_cookie()
    {
        Assert.That(_ada.Shown.Heading, Is.EqualTo("Sign in"));
        Assert.That(_ada.Shown.Html, Does.Contain("No password: this is a demonstration"));
        await _ada.SignInAsync(_east, "Ada");
        await _ada.AddAsync(_west, "lamp");
        await _ada.AddAsync(_east, "lamp");
        var page = await _ada.AddAsync(_west, "kite");

        Assert.That((page.Heading, page.Count("Lamp"), page.Count("Kite"), page.Count("Scarf"), page.Total),
            Is.EqualTo(("Ada’s basket", 2, 1, 0, "$94.50")));
        Assert.That((await _ada.SendAsync(_east, "/basket/remove", ("good", "lamp"))).Count("Lamp"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_foot_tells_who_served_the_page_who_took_the_last_write_and_how_old_the_session_is()
    {
        Assert.That((_ada.Shown.ServedBy, _ada.Shown.LastWrite, _ada.Shown.Age), Is.EqualTo(("us-east-1", "none yet", "none")));

        await _ada.SignInAsync(_east, "Ada");
        var page = await _ada.OpenAsync(_west);

        Assert.That((page.ServedBy, page.LastWrite), Is.EqualTo(("us-east-2", "us-east-1")));
        Assert.That(page.Age, Does.Match("^[0-9]+ seconds? old$"));
    }

    [Test]
    public async Task After_a_failover_the_session_is_there_and_the_other_Region_takes_its_next_write()
    {
        await _ada.SignInAsync(_east, "Ada");
        await _ada.AddAsync(_east, "teapot");
        await _store.InSyncAsync();

        await _store.East.KillAsync();
        await _store.West.PromoteAsync();
        _store.Names.Lead(Store.WriterName, _store.West.Host);
        var read = await _ada.OpenAsync(_west);
        var written = await _ada.AddAsync(_west, "teapot");

        Assert.That((read.Heading, read.Count("Teapot"), read.LastWrite), Is.EqualTo(("Ada’s basket", 1, "us-east-1")));
        Assert.That((written.Count("Teapot"), written.LastWrite), Is.EqualTo((2, "us-east-2")));
    }

    [Test]
    public async Task A_session_survives_all_instances()
    {
        await _ada.SignInAsync(_east, "Ada");
        await _ada.AddAsync(_east, "scarf");

        await _east.DisposeAsync();
        await _west.DisposeAsync();
        await using var later = await Instance.StartAsync(_store, null);
        var page = await _ada.OpenAsync(later);

        Assert.That((page.Heading, page.Count("Scarf"), page.ServedBy), Is.EqualTo(("Ada’s basket", 1, "unknown")));
    }

    [Test]
    public async Task Whoever_signs_out_leaves_nothing_behind()
    {
        await _ada.SignInAsync(_east, "Ada");
        await _ada.AddAsync(_east, "scarf");
        var session = _ada.Cookies.GetCookies(_east.Address)["session"]!;

        var page = await _ada.SendAsync(_west, "/sign-out");

        Assert.That(page.Heading, Is.EqualTo("Sign in"));
        Assert.That(page.Html, Does.Not.Contain("session has ended"));
        Assert.That(_ada.Cookies.GetCookies(_east.Address)["session"], Is.Null);
        _ada.Cookies.Add(_east.Address, new Cookie("session", session.Value));
        Assert.That((await _ada.OpenAsync(_east)).Heading, Is.EqualTo("Sign in"), "the old cookie");
        Assert.That((await _ada.SignInAsync(_east, "Ada")).Count("Scarf"), Is.Zero);
    }

    [Test]
    public async Task Whoever_comes_with_a_session_that_the_store_no_longer_has_is_told_so()
    {
        await _ada.SignInAsync(_east, "Ada");
        await _store.East.Admin.FlushAllDatabasesAsync();

        var page = await _ada.AddAsync(_east, "lamp");

        Assert.That(page.Heading, Is.EqualTo("Sign in"));
        Assert.That(page.Html, Does.Contain("Your session has ended. Please sign in again."));
        Assert.That((await _ada.SignInAsync(_east, "Ada")).Count("Lamp"), Is.Zero);
    }

    [Test]
    public async Task Clicks_that_come_too_late_change_nothing()
    {
        await _ada.SignInAsync(_east, "Ada");
        Assert.That((await _ada.SendAsync(_east, "/basket/remove", ("good", "lamp"))).Count("Lamp"), Is.Zero);
        var before = _ada.Shown;
        Assert.That((await _ada.SendAsync(_east, "/basket/add", ("good", "yacht"))).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await _ada.OpenAsync(_east)).Total, Is.EqualTo(before.Total));
    }
}
