using System.Net;
using System.Net.Sockets;
using SessionStore.Client.Naming;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Naming;

internal sealed class EndpointResolverTests
{
    private const string Endpoint = "master.store-us-east-1.abc123.use1.cache.amazonaws.com";
    private NameServer _names = null!;
    private Func<string, string> _system = null!;

    [SetUp]
    public void Start() => (_names, _system) = (new(), _ => throw new InvalidOperationException("the system was asked"));

    [TearDown]
    public void Stop() => _names.Dispose();

    [Test]
    public async Task A_name_leads_to_the_endpoint_and_not_to_the_node_behind_it()
    {
        _names.Lead("demo.test", Endpoint, 5);
        _names.Lead(Endpoint, "store-us-east-1-001.store-us-east-1.abc123.use1.cache.amazonaws.com", 15);

        var found = await ResolveAsync("Demo.Test.");

        Assert.That(found, Is.EqualTo(new StoreEndpoint(Endpoint, new DnsEndPoint(Endpoint, 6379), TimeSpan.FromSeconds(5))));
        Assert.That(_names.Questions, Is.EqualTo(1), "one packet");
    }

    [Test]
    public async Task A_chain_of_two_is_followed_to_the_first_trusted_name_for_the_shorter_time()
    {
        _names.Lead("demo.test", "east.demo.test", 60);
        _names.Lead("east.demo.test", Endpoint, 5);

        var found = await ResolveAsync("demo.test");

        Assert.That((found.Host, found.TimeToLive), Is.EqualTo((Endpoint, TimeSpan.FromSeconds(5))));
    }

    [Test]
    public async Task A_name_without_a_CNAME_is_an_endpoint_itself()
    {
        _names.Lead("valkey.test", null);

        Assert.That((await ResolveAsync("valkey.test")).Host, Is.EqualTo("valkey.test"));
    }

    [TestCase(Endpoint)]
    [TestCase("localhost")]
    [TestCase("127.0.0.1")]
    public async Task An_endpoint_needs_no_question(string name)
    {
        Assert.That((await ResolveAsync(name)).Host, Is.EqualTo(name));
        Assert.That(_names.Questions, Is.Zero);
    }

    [Test]
    public void A_chain_that_ends_outside_of_the_trusted_domains_is_refused()
    {
        _names.Lead("demo.test", "evil.test");
        _names.Lead("evil.test", null);

        Assert.That(async () => await ResolveAsync("demo.test"), Throws.TypeOf<NameException>().With.Message.EqualTo(
            "demo.test leads to evil.test: expected an endpoint below amazonaws.com or amazonaws.com.cn. "
            + "If evil.test is yours, name its domain in TrustedDomains"));
    }

    [Test]
    public void A_domain_that_only_ends_alike_is_not_trusted()
    {
        _names.Lead("demo.test", "master.evil-amazonaws.com");
        _names.Lead("master.evil-amazonaws.com", null);

        Assert.That(async () => await ResolveAsync("demo.test"), Throws.TypeOf<NameException>());
    }

    [Test]
    public void A_circle_is_left()
    {
        _names.Lead("demo.test", "b.test");
        _names.Lead("b.test", "demo.test");

        Assert.That(async () => await ResolveAsync("demo.test"), Throws.TypeOf<NameException>().With.Message.Contains("more than 8 names"));
    }

    [Test]
    public void A_name_that_does_not_exist_is_named()
    {
        _system = name => throw new SocketException((int)SocketError.HostNotFound);

        Assert.That(async () => await ResolveAsync("demo.test"),
            Throws.TypeOf<NameException>().With.Message.Contains("demo.test cannot be looked up"));
    }

    [TestCase("store-001.store-us-east-1.abc123.use1.cache.amazonaws.com", "store-001.store-us-east-1.abc123.use1.cache.amazonaws.com",
        TestName = "a node below a trusted domain")]
    [TestCase("demo.test", "demo.test", TestName = "a name of the hosts file")]
    [TestCase("demo.test.internal", "demo.test", TestName = "a name that the system's search list completes")]
    public async Task Where_no_DNS_server_answers_the_system_tells_the_end_of_the_chain(string canonical, string expected)
    {
        _names.Silent = true;
        _system = _ => canonical;

        Assert.That((await ResolveAsync("demo.test")).Host, Is.EqualTo(expected));
    }

    [Test]
    public void Where_no_DNS_server_answers_the_end_of_the_chain_has_to_be_trusted_all_the_same()
    {
        _names.Silent = true;
        _system = _ => "evil.test";

        Assert.That(async () => await ResolveAsync("demo.test"),
            Throws.TypeOf<NameException>().With.Message.Contains("demo.test leads to evil.test"));
    }

    [Test]
    public async Task Forged_and_spoiled_answers_are_passed_over_and_the_question_is_asked_again()
    {
        _names.Lead("demo.test", Endpoint);
        _names.Spoil = answer =>
        {
            _names.Spoil = good => good;
            return [(byte)~answer[0], .. answer[1..]];
        };

        Assert.That((await ResolveAsync("demo.test")).Host, Is.EqualTo(Endpoint));
    }

    [Test]
    public async Task The_next_server_is_asked_when_one_is_silent()
    {
        using var silent = new NameServer { Silent = true };
        _names.Lead("demo.test", Endpoint);

        Assert.That((await ResolveAsync("demo.test", options => options.DnsServers.Insert(0, silent.Address))).Host, Is.EqualTo(Endpoint));
    }

    [Test]
    public async Task An_endpoint_may_have_another_address()
    {
        _names.Lead("demo.test", Endpoint);

        var found = await ResolveAsync("demo.test", options => options.Addresses[Endpoint] = "127.0.0.1:16379");

        Assert.That((found.Host, found.Address), Is.EqualTo((Endpoint, (EndPoint)new IPEndPoint(IPAddress.Loopback, 16379))));
    }

    private ValueTask<StoreEndpoint> ResolveAsync(string name, Action<SessionStoreOptions>? configure = null)
    {
        var options = new SessionStoreOptions { DnsServers = { _names.Address } };
        configure?.Invoke(options);
        return new EndpointResolver(options, (host, _) => Task.FromResult(_system(host))).ResolveAsync(name, CancellationToken.None);
    }
}
