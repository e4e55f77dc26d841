using System.Net;
using SessionStore.App.Tests.Support;
using SessionStore.Client.Tests.Support;

namespace SessionStore.App.Tests.Live;

/// <summary>What people see while there is no store.</summary>
internal sealed class OutageTests
{
    private Store _store = null!;
    private Browser _ada = null!;

    [SetUp]
    public async Task StartAsync() => (_store, _ada) = (await Store.StartAsync(), new());

    [TearDown]
    public async Task StopAsync()
    {
        _ada.Dispose();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task Nobody_gets_an_empty_basket_for_theirs_but_a_kind_page_and_the_basket_later()
    {
        await using var instance = await Instance.StartAsync(_store, "us-east-2");
        await _ada.OpenAsync(instance);
        await _ada.SignInAsync(instance, "Ada");
        var shop = await _ada.AddAsync(instance, "kite");
        await _store.InSyncAsync();
        await _store.East.KillAsync();

        var read = await _ada.OpenAsync(instance);
        var written = await _ada.PostAsync(instance, "/basket/add", [("__RequestVerificationToken", shop.Token), ("good", "kite")]);

        Assert.That((read.Status, read.Heading, read.Header("Retry-After"), read.ServedBy, read.LastWrite, read.Age),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, "One moment, please", "5", "us-east-2", "unknown", "unknown")));
        Assert.That(read.Html, Does.Contain("would rather show you nothing than an empty basket"));
        Assert.That((written.Status, written.Header("Retry-After")), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "5")));
        Assert.That(written.Html, Does.Contain("Whether your last click was saved we do not know"));
        Assert.That(read.Header("Set-Cookie") + written.Header("Set-Cookie"), Does.Not.Contain("session="));

        await _store.West.PromoteAsync();
        _store.Names.Lead(Store.WriterName, _store.West.Host);
        Assert.That((await _ada.OpenAsync(instance)).Count("Kite"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_click_while_nobody_takes_writes_waits_for_the_promotion_and_counts_once()
    {
        await using var instance = await Instance.StartAsync(_store, "us-east-2", "--SessionStore:Budget=00:01:00");
        await _ada.OpenAsync(instance);
        await _ada.SignInAsync(instance, "Ada");
        await _store.InSyncAsync();
        await _store.East.KillAsync();

        var click = _ada.AddAsync(instance, "kite");
        await _store.West.PromoteAsync();
        await Task.Delay(500);
        Assert.That(click.IsCompleted, Is.False);
        _store.Names.Lead(Store.WriterName, _store.West.Host);
        var page = await click;

        Assert.That((page.Count("Kite"), page.LastWrite), Is.EqualTo((1, "us-east-2")));
    }

    // Without keys no cookie can be read, which ASP.NET Core takes for a visitor without a session.
    [Test]
    public async Task An_instance_that_starts_in_an_outage_lives_is_not_ready_and_takes_nobody_for_a_stranger()
    {
        await using (var before = await Instance.StartAsync(_store, "us-east-1"))
        {
            await _ada.OpenAsync(before);
            await _ada.SignInAsync(before, "Ada");
        }
        _store.Names.Lead(Store.WriterName, null);
        await using var instance = await Instance.StartAsync(_store, "us-east-1", "--SessionStore:Budget=00:00:02");

        Assert.That((await _ada.OpenAsync(instance)).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await _ada.OpenAsync(instance, "/healthz")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await _ada.OpenAsync(instance, "/readyz")).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));

        _store.Names.Lead(Store.WriterName, _store.East.Host);
        await Store.UntilAsync(async () => (await _ada.OpenAsync(instance)).Status == HttpStatusCode.OK, "the store is found");
        Assert.That(_ada.Shown.Heading, Is.EqualTo("Ada’s basket"));
        Assert.That((await _ada.OpenAsync(instance, "/readyz")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task It_lives_but_is_not_ready_while_only_the_replica_answers()
    {
        await using var instance = await Instance.StartAsync(_store, "us-east-2", $"--SessionStore:ReaderName={Store.ReaderName}");
        Assert.That((await _ada.OpenAsync(instance, "/readyz")).Html, Is.EqualTo("Healthy"));

        await _store.East.KillAsync();

        Assert.That((await _ada.OpenAsync(instance, "/readyz")).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await _ada.OpenAsync(instance, "/healthz")).Html, Is.EqualTo("Healthy"));
    }
}
