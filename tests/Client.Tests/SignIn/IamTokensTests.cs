using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Amazon.Runtime;
using SessionStore.Client.Naming;
using SessionStore.Client.SignIn;

namespace SessionStore.Client.Tests.SignIn;

internal sealed class IamTokensTests
{
    private const string Host = "master.session-store-us-east-2.abc123.use2.cache.amazonaws.com", User = "session-store-app";
    private static readonly ImmutableCredentials _keys = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "session/token+with=signs");

    [TestCase("session-store-us-east-2", "elasticache")]
    [TestCase("session-store", "memorydb")]
    public void A_token_is_a_presigned_request_for_the_group_or_cluster_without_the_scheme(string name, string service)
    {
        var token = IamTokens.Sign(new(name, "us-east-2", service), User, _keys);
        var (group, query) = (token[..token.IndexOf('/', StringComparison.Ordinal)],
            HttpUtility.ParseQueryString(token[(token.IndexOf('?', StringComparison.Ordinal) + 1)..]));

        Assert.That(group, Is.EqualTo(name));
        Assert.That((query["Action"], query["User"], query["X-Amz-Expires"], query["X-Amz-Algorithm"], query["X-Amz-SignedHeaders"],
            query["X-Amz-Security-Token"]),
            Is.EqualTo(("connect", User, "900", "AWS4-HMAC-SHA256", "host", _keys.Token)));
        Assert.That(query["X-Amz-Credential"], Does.Match($"^AKIDEXAMPLE/[0-9]{{8}}/us-east-2/{service}/aws4_request$"));
        Assert.That(query["X-Amz-Signature"], Is.EqualTo(Signature(group, query)));
    }

    [TestCase(Host, null, "session-store-us-east-2", "us-east-2")]
    [TestCase("clustercfg.store-ap-northeast-1.abc123.apne1.cache.amazonaws.com", null, "store-ap-northeast-1", "ap-northeast-1")]
    [TestCase("replica.Store-us-gov-west-1.abc123.usgw1.cache.amazonaws.com", null, "store-us-gov-west-1", "us-gov-west-1")]
    [TestCase("master.sessions.abc123.euc1.cache.amazonaws.com", "eu-central-1", "sessions", "eu-central-1")]
    [TestCase(Host, "eu-central-1", "session-store-us-east-2", "us-east-2",
        TestName = "the group's own name counts, because a promotion changes it")]
    public void An_endpoint_tells_group_and_Region(string host, string? region, string group, string expected) =>
        Assert.That(IamEndpoint.Of(host, region), Is.EqualTo(new IamEndpoint(group, expected)));

    [TestCase("localhost")]
    [TestCase("demo.valkey-dr.live")]
    [TestCase("master.sessions.abc123.euc1.cache.amazonaws.com")]
    public void A_name_that_tells_no_Region_is_not_guessed_at(string host) => Assert.That(IamEndpoint.RegionIn(host), Is.Null);

    [TestCase("clustercfg.session-store.abc123.memorydb.us-east-2.amazonaws.com", null, "session-store", "us-east-2")]
    [TestCase("clustercfg.Sessions.abc123.memorydb.ap-northeast-1.amazonaws.com", "us-east-1", "sessions", "ap-northeast-1",
        TestName = "a MemoryDB endpoint has the Region in its name, whatever AwsRegion says")]
    [TestCase("clustercfg.sessions.abc123.memorydb.cn-north-1.amazonaws.com.cn", null, "sessions", "cn-north-1")]
    public void A_MemoryDB_endpoint_tells_cluster_and_Region(string host, string? region, string cluster, string expected)
    {
        Assert.That(IamEndpoint.Of(host, region), Is.EqualTo(new IamEndpoint(cluster, expected, "memorydb")));
        Assert.That(IamEndpoint.RegionIn(host), Is.EqualTo(expected));
    }

    [TestCase("demo.valkey-dr.live", "expected an endpoint such as master.")]
    [TestCase("store-001.store.abc123.use1.cache.amazonaws.com", "expected an endpoint such as master.")]
    [TestCase("master.sessions.abc123.memorydb.us-east-2.amazonaws.com", "or clustercfg.<cluster>.")]
    [TestCase("sessions-0001-001.sessions.abc123.memorydb.us-east-2.amazonaws.com", "or clustercfg.<cluster>.")]
    [TestCase("master.sessions.abc123.euc1.cache.amazonaws.com", "AwsRegion has to be set")]
    public void What_no_token_can_be_signed_for_is_told(string host, string problem) =>
        Assert.That(() => IamEndpoint.Of(host, null),
            Throws.InvalidOperationException.With.Message.StartsWith(host).And.Message.Contains(problem));

    [Test]
    public async Task A_token_is_for_the_endpoint_that_is_connected_to_and_signed_with_the_credentials_of_the_moment()
    {
        var aws = new Changing();
        var tokens = new IamTokens(new SessionStoreOptions { UserName = User }, aws);
        Assert.That(await GetAsync(Host), Does.StartWith("session-store-us-east-2/").And.Contain("AKIDFIRST"));

        aws.Key = "AKIDSECOND";

        Assert.That(await GetAsync(Host.Replace("us-east-2", "us-east-1", StringComparison.Ordinal)),
            Does.StartWith("session-store-us-east-1/").And.Contain("AKIDSECOND").And.Contain("us-east-1"));
        Assert.That(await GetAsync("clustercfg.session-store.abc123.memorydb.eu-west-1.amazonaws.com"),
            Does.StartWith("session-store/").And.Contain("eu-west-1%2Fmemorydb"));

        async Task<string> GetAsync(string host)
        {
            var credentials = await tokens.GetAsync(new(host, new DnsEndPoint(host, 6379), TimeSpan.FromSeconds(5)), default);
            Assert.That(credentials.UserName, Is.EqualTo(User));
            return credentials.Password!;
        }
    }

    private sealed class Changing : AWSCredentials
    {
        public string Key { get; set; } = "AKIDFIRST";

        public override ImmutableCredentials GetCredentials() => new(Key, "secret", null);
    }

    // Signature Version 4 for a query string, computed anew (AWS documentation, "Authenticating Requests: Using Query Parameters").
    private static string Signature(string host, System.Collections.Specialized.NameValueCollection query)
    {
        var scope = query["X-Amz-Credential"]!.Split('/')[1..];
        var canonical = string.Join('&',
            query.AllKeys.Where(key => key != "X-Amz-Signature").Order(StringComparer.Ordinal)
            .Select(key => $"{Uri.EscapeDataString(key!)}={Uri.EscapeDataString(query[key]!)}"));
        var request = $"GET\n/\n{canonical}\nhost:{host}\n\nhost\n{Convert.ToHexStringLower(SHA256.HashData([]))}";
        var text =
            $"AWS4-HMAC-SHA256\n{query["X-Amz-Date"]}\n{string.Join('/', scope)}\n"
            + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)));
        var key = scope.Aggregate(Encoding.UTF8.GetBytes("AWS4" + _keys.SecretKey),
            (secret, part) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }
}
