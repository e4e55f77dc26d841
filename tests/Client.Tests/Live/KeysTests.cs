using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using SessionStore.Client.Keys;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Live;

/// <summary>Data Protection's keys in the store.</summary>
[TestFixture(ExpiryMode.Native)]
[TestFixture(ExpiryMode.InValue)]
internal sealed class KeysTests(ExpiryMode expiry)
{
    private Store _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.StartAsync(expiry);

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public void What_one_application_protects_another_one_reads()
    {
        var text = Protector(_store.Application(Configure, AddKeys)).Protect("session 42");

        Assert.That(Protector(_store.Application(Configure, AddKeys)).Unprotect(text), Is.EqualTo("session 42"));
        Assert.That(_store.East.Data.KeyExists("app:DataProtection-Keys"), Is.True);
    }

    [Test]
    public async Task What_was_protected_before_a_Region_was_lost_is_read_after_it()
    {
        var text = Protector(_store.Application(Configure, AddKeys)).Protect("session 42");
        await _store.InSyncAsync();

        await _store.East.KillAsync();
        await _store.West.PromoteAsync();
        _store.Names.Lead(Store.WriterName, _store.West.Host);

        Assert.That(Protector(_store.Application(Configure, AddKeys)).Unprotect(text), Is.EqualTo("session 42"));
    }

    [Test]
    public async Task Keys_are_read_at_the_replica_while_no_Region_takes_writes()
    {
        var text = Protector(_store.Application(Configure, AddKeys)).Protect("session 42");
        await _store.InSyncAsync();
        await _store.East.KillAsync();

        var application = _store.Application(options =>
        {
            Configure(options);
            options.ReaderName = Store.ReaderName;
            (options.Budget, options.CommandTimeout, options.ConnectTimeout) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1),
                TimeSpan.FromSeconds(1));
        }, AddKeys);

        Assert.That(Protector(application).Unprotect(text), Is.EqualTo("session 42"));
    }

    [Test]
    public async Task The_form_is_Microsofts_or_a_set_of_the_same_texts()
    {
        if (expiry == ExpiryMode.InValue)
        {
            new StoreKeys(Store.Connection(_store.Application()), "keys", inSet: true).StoreElement(new XElement("ours"), "");
            Assert.That((await _store.East.Data.SetMembersAsync("keys")).Select(text => (string?)text), Is.EqualTo(new[] { "<ours />" }));
            return;
        }
        var theirs = new RedisXmlRepository(() => _store.East.Data, "keys");
        var ours = new StoreKeys(Store.Connection(_store.Application()), "keys");

        theirs.StoreElement(new XElement("theirs", new XAttribute("id", 1)), "");
        ours.StoreElement(new XElement("ours", new XAttribute("id", 2)), "");

        Assert.That(ours.GetAllElements().Select(element => element.ToString()),
            Is.EqualTo(theirs.GetAllElements().Select(element => element.ToString())));
        Assert.That(ours.GetAllElements(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_key_that_is_stored_again_or_by_many_at_once_is_there_once()
    {
        var keys = new StoreKeys(Store.Connection(_store.Application()), "keys", inSet: expiry == ExpiryMode.InValue);
        var elements = Enumerable.Range(0, 10).Select(number => new XElement("key", new XAttribute("id", number))).ToArray();

        await Task.WhenAll(elements.Concat(elements).Select(element => Task.Run(() => keys.StoreElement(element, ""))));

        Assert.That(keys.GetAllElements().Select(element => element.ToString()),
            Is.EquivalentTo(elements.Select(element => element.ToString())));
        if (expiry == ExpiryMode.Native)
        {
            await _store.East.Data.ListRightPushAsync("keys", elements[0].ToString(SaveOptions.DisableFormatting));
        }
        Assert.That(keys.GetAllElements(), Has.Count.EqualTo(10), "a key that somebody else has appended twice");
    }

    private static void Configure(SessionStoreOptions options) => options.InstanceName = "app:";

    private static void AddKeys(IServiceCollection services) =>
        services.AddDataProtection().SetApplicationName("app").PersistKeysToSessionStore();

    private static IDataProtector Protector(IServiceProvider application) =>
        application.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
