using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Live;

/// <summary>Signing in with a token or a user's password, and new ones without a restart.</summary>
[TestFixture(ExpiryMode.Native)]
[TestFixture(ExpiryMode.InValue)]
internal sealed class SignInTests(ExpiryMode expiry)
{
    private static readonly DistributedCacheEntryOptions _hour = new() { SlidingExpiration = TimeSpan.FromHours(1) };
    private Store _store = null!;

    [SetUp]
    public async Task StartAsync() =>
        _store = await Store.StartAsync(expiry, "--requirepass", "token-one-0123456789", "--user", "store-app", "on",
            ">first-password-0123", "~*", "+@all", "-@dangerous");

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task With_a_token()
    {
        if (expiry == ExpiryMode.InValue)
        {
            Assert.That(() => _store.Application(options => (options.Auth, options.AuthToken) = (AuthenticationMode.Token, "a-token")),
                Throws.TypeOf<OptionsValidationException>().With.Message.Contains("MemoryDB has no AUTH token"));
            return;
        }
        var cache = Store.Cache(_store.Application(options =>
            (options.Auth, options.AuthToken) = (AuthenticationMode.Token, "token-one-0123456789")));

        await cache.SetAsync("a", [1], _hour);

        Assert.That(await cache.GetAsync("a"), Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public async Task With_a_user_who_may_not_ask_for_roles_and_who_is_demoted_all_the_same()
    {
        var cache = Store.Cache(_store.Application(options =>
            (options.Auth, options.UserName, options.Password) = (AuthenticationMode.Users, "store-app", "first-password-0123")));
        await cache.SetAsync("a", [1], _hour);

        await _store.West.PromoteAsync();
        await _store.East.FollowAsync(_store.West);
        var writing = cache.SetAsync("a", [2], _hour);
        await Task.Delay(300);
        _store.Names.Lead(Store.WriterName, _store.West.Host);
        await writing;

        Assert.That((byte[]?)await _store.West.Data.HashGetAsync("a", "data"), Is.EqualTo(new byte[] { 2 }));
    }

    [Test]
    public async Task With_a_delegate_that_is_asked_for_each_connection()
    {
        var password = "wrong-password-0123";
        var cache = Store.Cache(_store.Application(options =>
            (options.Auth, options.Credentials) = (AuthenticationMode.Users,
            _ => new(new SessionStoreCredentials("store-app", password)))));

        var writing = cache.SetAsync("a", [1], _hour);
        await Task.Delay(200);
        password = "first-password-0123";
        await writing;

        Assert.That(await cache.GetAsync("a"), Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public async Task A_changed_password_is_used_without_a_restart_and_no_request_fails()
    {
        var (configuration, application) = Configured("first-password-0123");
        var cache = Store.Cache(application);
        await cache.SetAsync("a", [1], _hour);
        await _store.East.Admin.ExecuteAsync("ACL", "SETUSER", "store-app", ">second-password-0123");

        configuration["SessionStore:Password"] = "second-password-0123";
        configuration.Reload();
        while (Store.Connection(application).Writer.Current?.Number != 2)
        {
            await cache.SetAsync("a", [2], _hour);
        }

        Assert.That(_store.Lines.Ids, Has.Member(9), "credentials changed");
        await Store.UntilAsync(async () => await _store.East.ClientsAsync() == 2, "the old connection is closed");
    }

    [Test]
    public async Task A_changed_password_that_is_wrong_leaves_the_connection_as_it_is()
    {
        var (configuration, application) = Configured("first-password-0123");
        var cache = Store.Cache(application);
        await cache.SetAsync("a", [1], _hour);

        configuration["SessionStore:Password"] = "wrong-password-0123";
        configuration.Reload();
        await Store.UntilAsync(() => Task.FromResult(_store.Lines.Ids.Contains(2)), "connecting fails");

        await cache.SetAsync("a", [2], _hour);
        Assert.That(_store.Lines.Texts.Single(line => line.StartsWith("2:", StringComparison.Ordinal)
            && line.Contains("failure 1 in a row", StringComparison.Ordinal)), Does.Contain("WRONGPASS"));
    }

    [Test]
    public void A_change_that_does_not_pass_the_checks_is_reported_and_not_used()
    {
        var (configuration, application) = Configured("first-password-0123");
        Store.Connection(application).Start();

        configuration["SessionStore:Password"] = "";
        Assert.That(configuration.Reload, Throws.Nothing);

        Assert.That(_store.Lines.Texts, Has.Some.StartsWith("8: ").And.Some.Contains("Password is not set"));
    }

    private (IConfigurationRoot Configuration, ServiceProvider Application) Configured(string password)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SessionStore:WriterName"] = Store.WriterName,
            ["SessionStore:Expiry"] = $"{expiry}",
            ["SessionStore:Auth"] = "users",
            ["SessionStore:UserName"] = "store-app",
            ["SessionStore:Password"] = password,
            ["SessionStore:CertificateAuthorityFile"] = _store.Authority.AuthorityFile,
            ["SessionStore:DnsServers"] = _store.Names.Address,
            [$"SessionStore:Addresses:{_store.East.Host}"] = _store.East.Address,
        }).Build();
        return (configuration, _store.Application(configuration.GetSection("SessionStore")));
    }
}
