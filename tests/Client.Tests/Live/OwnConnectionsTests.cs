using Microsoft.Extensions.DependencyInjection;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Live;

/// <summary>Connections of the caller's own.</summary>
internal sealed class OwnConnectionsTests
{
    private Store _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.StartAsync();

    [TearDown]
    public ValueTask StopAsync() => _store.DisposeAsync();

    [Test]
    public async Task The_name_is_looked_up_anew_and_a_connection_stays_where_it_was_made()
    {
        var connector = _store.Application().GetRequiredService<ISessionStoreConnector>();
        var endpoint = await connector.FindWriterAsync();
        await using var connection = await connector.ConnectAsync(endpoint);

        await _store.West.PromoteAsync();
        _store.Names.Lead(Store.WriterName, _store.West.Host);

        Assert.That(endpoint, Is.EqualTo(_store.East.Host));
        Assert.That(await connector.FindWriterAsync(), Is.EqualTo(_store.West.Host));
        await connection.GetDatabase().StringSetAsync("own", "east");
        Assert.That((string?)await _store.East.Data.StringGetAsync("own"), Is.EqualTo("east"));
    }

    [Test]
    public void A_replica_and_a_name_that_leads_nowhere_are_refused_with_the_reason()
    {
        var connector = _store.Application(options => options.WriterName = "elsewhere.test").GetRequiredService<ISessionStoreConnector>();
        Assert.That(
            async () => await connector.ConnectAsync(_store.West.Host),
            Throws.TypeOf<SessionStoreUnavailableException>().With.Message.EqualTo(
                $"{_store.West.Host}: {_store.West.Host} is a replica and takes no writes"));
        Assert.That(
            async () => await connector.FindWriterAsync(),
            Throws.TypeOf<SessionStoreUnavailableException>().With.Message.StartsWith("elsewhere.test: "));
    }

    [Test]
    public void TLS_is_validated_against_the_endpoint()
    {
        var connector = _store.Application(options => options.Addresses[_store.West.Host] = _store.East.Address)
            .GetRequiredService<ISessionStoreConnector>();
        Assert.That(async () => await connector.ConnectAsync(_store.West.Host), Throws.TypeOf<SessionStoreUnavailableException>());
    }
}
