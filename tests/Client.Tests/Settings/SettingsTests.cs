using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Settings;

internal sealed class SettingsTests
{
    [Test]
    public void The_stores_outputs_are_enough()
    {
        var options = Read(("writerName", "demo.valkey-dr.live"), ("readerName", "reader.valkey-dr.live"), ("port", "6379"));

        Assert.That((options.WriterName, options.ReaderName, options.Port, options.Auth, options.Reads, options.Budget),
            Is.EqualTo(("demo.valkey-dr.live", "reader.valkey-dr.live", 6379, AuthenticationMode.None, ReadMode.Writer,
                TimeSpan.FromSeconds(10))));
    }

    [Test]
    public void Every_setting_is_read()
    {
        using var authority = new CertificateAuthority();
        var options = Read(
            ("WriterName", "w.test"), ("ReaderName", "W.test."), ("Port", "7000"), ("Reads", "nearestThenWriter"), ("InstanceName", "app:"),
                ("Auth", "users"), ("UserName", "store-app"), ("Password", "secret"),
            ("Expiry", "inValue"), ("Sweep", "false"), ("SweepRate", "50"),
            ("AwsRegion", "eu-central-1"), ("Budget", "00:00:20"), ("CommandTimeout", "00:00:03"), ("ConnectTimeout", "00:00:04"),
                ("MaximumWaiting", "7"), ("Tls", "true"),
            ("CertificateAuthorityFile", authority.AuthorityFile), ("CheckCertificateRevocation", "true"),
                ("TrustedDomains:0", "valkey.test"), ("DnsServers", "10.0.0.2, 10.0.0.3:53"),
            ("Addresses:master.x.test", "127.0.0.1:16379"), ("AuthToken", ""));

        Assert.That(options,
            Has.Property(nameof(options.WriterName)).EqualTo("w.test").And.Property(nameof(options.ReaderName)).EqualTo("W.test.").And
            .Property(nameof(options.Port)).EqualTo(7000)
            .And.Property(nameof(options.Reads)).EqualTo(ReadMode.NearestThenWriter).And.Property(nameof(options.InstanceName))
                .EqualTo("app:").And.Property(nameof(options.Auth)).EqualTo(AuthenticationMode.Users)
            .And.Property(nameof(options.UserName)).EqualTo("store-app").And.Property(nameof(options.Password)).EqualTo("secret").And
                .Property(nameof(options.AwsRegion)).EqualTo("eu-central-1")
            .And.Property(nameof(options.Budget)).EqualTo(TimeSpan.FromSeconds(20)).And.Property(nameof(options.CommandTimeout))
                .EqualTo(TimeSpan.FromSeconds(3))
            .And.Property(nameof(options.ConnectTimeout)).EqualTo(TimeSpan.FromSeconds(4)).And.Property(nameof(options.MaximumWaiting))
                .EqualTo(7)
            .And.Property(nameof(options.CertificateAuthorityFile)).EqualTo(authority.AuthorityFile).And
                .Property(nameof(options.CheckCertificateRevocation)).True);
        Assert.That((options.Expiry, options.Sweep, options.SweepRate), Is.EqualTo((ExpiryMode.InValue, false, 50)));
        Assert.That(options.TrustedDomains, Is.EqualTo(new[] { "valkey.test" }));
        Assert.That(options.DnsServers, Is.EqualTo(new[] { "10.0.0.2", "10.0.0.3:53" }));
        Assert.That(options.Addresses["MASTER.x.test"], Is.EqualTo("127.0.0.1:16379"), "names of hosts have no case");
    }

    [Test]
    public void All_problems_come_at_once_with_key_value_and_expectation()
    {
        var problems = Problems(("Port", "seven"), ("Reads", "nearest"), ("Auth", "password"), ("Budget", "ten"), ("Tls", "maybe"),
            ("WriteName", "x.test"), ("ReaderName", "not a name"),
            ("DnsServers", "resolver"), ("Addresses:x.test", "nowhere"), ("CommandTimeout", "00:01:00"),
                ("CertificateAuthorityFile", "/no/such/file"), ("Expiry", "inKey"), ("Sweep", "often"), ("SweepRate", "0"));

        Assert.That(problems, Does.StartWith("The session store cannot be used, 15 problem(s):"));
        foreach (var expected in new[]
        {
            "SessionStore:Port is \"seven\": expected a number from 1 to 65535",
                "SessionStore:Reads is \"nearest\": expected Writer or NearestThenWriter",
            "SessionStore:Auth is \"password\": expected none, token, users or iam",
                "SessionStore:Budget is \"ten\": expected a time such as 00:00:10", "SessionStore:Tls is \"maybe\": expected true or false",
            "SessionStore:WriteName is not a setting: expected one of WriterName, ReaderName",
                "WriterName is not set: expected the store's output writerName",
            "ReaderName is \"not a name\": expected a DNS name without a port",
                "DnsServers has \"resolver\": expected an IP address, or address:port",
                "Addresses:x.test is \"nowhere\": expected host:port",
            "CommandTimeout is 00:01:00: expected 00:00:00.0500000 to the Budget, 00:00:10",
                "CertificateAuthorityFile is \"/no/such/file\": expected a PEM file that exists",
            "SessionStore:Expiry is \"inKey\": expected Native or InValue", "SessionStore:Sweep is \"often\": expected true or false",
                "SweepRate is 0: expected 1 to 100000 keys a second",
        })
        {
            Assert.That(problems, Does.Contain(expected));
        }
    }

    [TestCase("AuthToken is not set: Auth is Token and needs it", "Auth=token")]
    [TestCase("UserName is not set: Auth is Users and needs it", "Auth=users,Password=x")]
    [TestCase("Password is not set: Auth is Users and needs it", "Auth=users,UserName=x")]
    [TestCase("UserName is not set: Auth is Iam and needs it", "Auth=iam")]
    [TestCase("Password is set: Auth is Iam and does not use it. Is Auth right?", "Auth=iam,UserName=x,Password=hidden")]
    [TestCase("AuthToken is set: Auth is None and does not use it. Is Auth right?", "AuthToken=hidden")]
    [TestCase("Tls is false and Auth is Token: expected Tls, or the secret would go over the network in plain text",
        "Auth=token,AuthToken=hidden,Tls=false")]
    [TestCase("Reads is NearestThenWriter and ReaderName is not set: expected the store's output readerName", "Reads=NearestThenWriter")]
    [TestCase("Reads is NearestThenWriter and Expiry is InValue: expected Writer, or a store whose ReaderName \"r.test\" is its WriterName "
        + "\"demo.test\", because every Region takes writes", "Expiry=InValue,Reads=NearestThenWriter,ReaderName=r.test")]
    [TestCase("Auth is Token and Expiry is InValue: expected Users or Iam, because MemoryDB has no AUTH token",
        "Expiry=InValue,Auth=token,AuthToken=hidden")]
    [TestCase("AwsRegion is \"Frankfurt\": expected a Region such as us-east-1", "AwsRegion=Frankfurt")]
    [TestCase("Budget is 00:10:00: expected 00:00:01 to 00:05:00", "Budget=00:10:00")]
    [TestCase("MaximumWaiting is 0: expected 1 or more", "MaximumWaiting=0")]
    [TestCase("WriterName is \"demo.test:6379\": expected a DNS name without a port", "WriterName=demo.test:6379")]
    public void What_does_not_fit_together_is_told_without_secrets(string problem, string settings)
    {
        var given = settings.Split(',').Select(setting => setting.Split('=')).Select(pair => (pair[0], pair[1])).ToArray();

        var problems = Problems(given[0].Item1 == "WriterName" ? given : [("WriterName", "demo.test"), .. given]);

        Assert.That(problems, Does.Contain("1 problem(s)").And.Contain(problem).And.Not.Contain("hidden"));
    }

    [Test]
    public void A_file_that_holds_no_certificate_is_refused()
    {
        var file = Path.GetTempFileName();
        Assert.That(Problems(("WriterName", "demo.test"), ("CertificateAuthorityFile", file)),
            Does.Contain("it holds no certificate, expected PEM"));
        File.Delete(file);
    }

    [Test]
    public void The_host_does_not_start_with_wrong_settings()
    {
        using var services = Services(("Port", "0"));

        Assert.That(() => services.GetRequiredService<IStartupValidator>().Validate(),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("2 problem(s)"));
    }

    [Test]
    public void Unset_options_of_the_delegate_are_found_too()
    {
        using var services = new ServiceCollection().AddSessionStore(options => options.Port = 6379).BuildServiceProvider();

        Assert.That(() => services.GetRequiredService<IOptions<SessionStoreOptions>>().Value,
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("WriterName is not set"));
    }

    private static SessionStoreOptions Read(params (string Key, string Value)[] settings)
    {
        using var services = Services(settings);
        return services.GetRequiredService<IOptions<SessionStoreOptions>>().Value;
    }

    private static string Problems(params (string Key, string Value)[] settings) =>
        Assert.Throws<OptionsValidationException>(() => Read(settings))!.Message;

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string,
            string?>($"SessionStore:{setting.Key}", setting.Value))).Build();
        return new ServiceCollection().AddSessionStore(configuration.GetSection("SessionStore")).BuildServiceProvider();
    }
}
