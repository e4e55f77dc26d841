using Microsoft.Extensions.Caching.Distributed;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Live;

/// <summary>What an application is told when it must not or cannot connect.</summary>
internal sealed class RefusalTests
{
    private Store _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.StartAsync("--requirepass", "right-token-0123456789");

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public void A_certificate_of_another_name_is_refused()
    {
        _store.Names.Lead(Store.WriterName, "master.other.abc123.use1.cache.amazonaws.com");

        Assert.That(Refusal(options => options.Addresses["master.other.abc123.use1.cache.amazonaws.com"] = _store.East.Address),
            Does.Contain("RemoteCertificateNameMismatch"));
    }

    [Test]
    public void A_certificate_of_an_unknown_authority_is_refused() =>
        Assert.That(Refusal(options => options.CertificateAuthorityFile = null), Does.Contain("UntrustedRoot"));

    [Test]
    public void A_name_that_leads_out_of_the_trusted_domains_is_not_followed()
    {
        _store.Names.Lead(Store.WriterName, "master.evil.test");

        Assert.That(Refusal(_ => { }), Does.Contain($"{Store.WriterName} leads to master.evil.test").And.Contain("TrustedDomains"));
    }

    [Test]
    public void A_wrong_token_is_told_with_the_servers_own_word() =>
        Assert.That(Refusal(Token("wrong-token-0123456789")), Does.Contain("WRONGPASS").And.Not.Contain("wrong-token"));

    [Test]
    public void A_missing_token_is_told_with_the_servers_own_word() => Assert.That(Refusal(_ => { }), Does.Contain("NOAUTH"));

    [Test]
    public async Task A_server_that_is_gone_is_told_with_its_address()
    {
        await _store.East.KillAsync();

        Assert.That(Refusal(Token("right-token-0123456789")),
            Does.Contain($"nobody answers at {_store.East.Address}").And.Not.Contain("abortConnect"));
    }

    private static Action<SessionStoreOptions> Token(string token) =>
        options => (options.Auth, options.AuthToken) = (AuthenticationMode.Token, token);

    private string Refusal(Action<SessionStoreOptions> configure)
    {
        var cache = Store.Cache(_store.Application(options =>
        {
            (options.Budget, options.ConnectTimeout) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));
            configure(options);
        }));
        var refusal = Assert.ThrowsAsync<SessionStoreUnavailableException>(() => cache.GetAsync("a"))!;
        return refusal.Message;
    }
}
