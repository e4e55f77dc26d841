using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using SessionStore.Client.Tests.Support;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Live;

/// <summary>The access strings that the README gives.</summary>
[TestFixture(ExpiryMode.Native)]
[TestFixture(ExpiryMode.InValue)]
internal sealed class AccessStringTests(ExpiryMode expiry)
{
    private Store _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.StartAsync(expiry);

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task With_a_user_who_may_do_no_more_than_the_README_asks_for()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(TestContext.CurrentContext.TestDirectory, "README.md"));
        var (begin, end) = expiry == ExpiryMode.Native
            ? ("With `users` and an access string", " as well.")
            : ("With `Expiry` `InValue` the access string", " are enough.");
        var sentence = readme[readme.IndexOf(begin, StringComparison.Ordinal)..];
        sentence = sentence[..sentence.IndexOf(end, StringComparison.Ordinal)];
        var allowed = sentence.Split('`').Where((word, index) => index % 2 == 1 && word.All(char.IsUpper) && word.Length > 1)
            .Select(command => $"+{command}");
        object[] rules = ["SETUSER", "modest", "on", ">modest-password-0123", "~app:*", "-@all", .. allowed];
        await _store.East.Admin.ExecuteAsync("ACL", rules);
        var application = _store.Application(Modest, services => services.AddDataProtection().PersistKeysToSessionStore());
        var cache = Store.Cache(application);

        await cache.SetAsync("a", [1], new() { SlidingExpiration = TimeSpan.FromMinutes(10.55) });
        await cache.SetAsync("b", [2], new());
        await ShortenAsync("app:a", TimeSpan.FromMinutes(1));
        await _store.East.Data.HashSetAsync("app:over", [new("absexp", 1), new("sldexp", -1), new("data", "a"), new("endexp", 1)]);
        await _store.East.Data.HashSetAsync("app:rest", "endexp", 1);
        await Store.Cache(_store.Application(Modest)).RefreshAsync("a");
        await cache.RemoveAsync("b");
        application.GetRequiredService<IDataProtectionProvider>().CreateProtector("a").Protect("text");

        Assert.That(await cache.GetAsync("a"), Is.EqualTo(new byte[] { 1 }));
        Assert.That(await LeftAsync("app:a"), Is.GreaterThan(TimeSpan.FromMinutes(9)), "renewed");
        Assert.That(await _store.East.Data.KeyExistsAsync("app:DataProtection-Keys"), Is.True);
        if (expiry == ExpiryMode.InValue)
        {
            await Store.UntilAsync(async () => await _store.East.Data.KeyExistsAsync(["app:over", "app:rest"]) == 0, "it is swept");
        }

        static void Modest(SessionStoreOptions options) => (options.Auth, options.UserName, options.Password, options.InstanceName) =
            (AuthenticationMode.Users, "modest", "modest-password-0123", "app:");
    }

    private async Task ShortenAsync(string key, TimeSpan left) => await (expiry == ExpiryMode.Native
        ? _store.East.Data.KeyExpireAsync(key, left)
        : _store.East.Data.HashSetAsync(key, "endexp", (DateTimeOffset.UtcNow + left).UtcTicks));

    private async Task<TimeSpan?> LeftAsync(string key) => expiry == ExpiryMode.Native
        ? await _store.East.Data.KeyTimeToLiveAsync(key)
        : TimeSpan.FromTicks((long)await _store.East.Data.HashGetAsync(key, "endexp") - DateTimeOffset.UtcNow.UtcTicks);
}
