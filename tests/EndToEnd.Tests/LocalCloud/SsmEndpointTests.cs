using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace SessionStore.EndToEnd.Tests.LocalCloud;

/// <summary>The local Systems Manager through the SDK: it refuses what the API reference says that AWS refuses.</summary>
public sealed class SsmEndpointTests
{
    private const string Name = "/session-store/writer-records";

    private SsmEndpoint _endpoint = null!;

    [SetUp]
    public async Task Start() => _endpoint = await SsmEndpoint.StartAsync();

    [TearDown]
    public async Task Stop() => await _endpoint.DisposeAsync();

    [Test]
    public async Task A_parameter_is_of_its_Region_and_counts_its_versions()
    {
        using var east = Client("us-east-1");
        using var west = Client("us-west-2");
        Assert.That((await east.PutParameterAsync(Put("one"))).Version, Is.EqualTo(1));
        Assert.That((await east.PutParameterAsync(Put("two", overwrite: true))).Version, Is.EqualTo(2));
        var there = (await east.GetParameterAsync(new GetParameterRequest { Name = Name })).Parameter;
        Assert.Multiple(() =>
        {
            Assert.That((there.Value, there.Version, there.Type, there.Name), Is.EqualTo(("two", 2L, ParameterType.String, Name)));
            Assert.That(there.ARN, Is.EqualTo("arn:aws:ssm:us-east-1:123456789012:parameter/session-store/writer-records"));
            Assert.That(there.LastModifiedDate!.Value.ToUniversalTime(), Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromMinutes(1)));
            Assert.That(() => west.GetParameterAsync(new GetParameterRequest { Name = Name }),
                Throws.InstanceOf<ParameterNotFoundException>());
        });
    }

    [Test]
    public async Task An_earlier_version_can_be_read_and_one_that_never_was_cannot()
    {
        using var ssm = Client("us-east-1");
        foreach (var number in Enumerable.Range(1, 101))
        {
            await ssm.PutParameterAsync(Put($"{number}", overwrite: true));
        }
        Assert.Multiple(async () =>
        {
            Assert.That((await ssm.GetParameterAsync(new GetParameterRequest { Name = $"{Name}:2" })).Parameter.Value, Is.EqualTo("2"));
            Assert.That(() => ssm.GetParameterAsync(new GetParameterRequest { Name = $"{Name}:1" }),
                Throws.InstanceOf<ParameterVersionNotFoundException>(), "a hundred are kept");
        });
    }

    [Test]
    public async Task A_function_asks_its_own_Region_whatever_it_signs_for()
    {
        _endpoint.Parameters.Set("us-east-2", Name, "two");
        using var ssm = Client("us-east-1", _endpoint.UrlOf("us-east-2"));
        Assert.That((await ssm.GetParameterAsync(new GetParameterRequest { Name = Name })).Parameter.Value, Is.EqualTo("two"));
    }

    [Test]
    public async Task What_is_there_is_overwritten_only_by_who_says_so()
    {
        using var ssm = Client("us-east-1");
        await ssm.PutParameterAsync(Put("one"));
        Assert.That(() => ssm.PutParameterAsync(Put("two")), Throws.InstanceOf<ParameterAlreadyExistsException>());
        Assert.That(_endpoint.Parameters.Value("us-east-1", Name), Is.EqualTo("one"));
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("4 KB is the most of the standard tier", Name, new string('x', 4097), "maximum parameter value of 4096");
        yield return Case("the size is counted in bytes", Name, new string('ü', 2049), "maximum parameter value of 4096");
        yield return Case("a prefix of AWS's", "/AWS/x", "v", "can't be prefixed with");
        yield return Case("a prefix of Systems Manager's", "ssm-x", "v", "can't be prefixed with");
        yield return Case("a space", "/a b", "v", "must consist of sub-paths");
        yield return Case("a path without a slash before it", "a/b", "v", "must be a fully qualified name");
        yield return Case("too deep", string.Concat(Enumerable.Repeat("/a", 16)), "v", "a maximum of 15 levels");
    }

    [TestCaseSource(nameof(Refused))]
    public void What_AWS_refuses_is_refused(string name, string value, string expected)
    {
        using var ssm = Client("us-east-1");
        Assert.That(() => ssm.PutParameterAsync(new() { Name = name, Value = value, Type = ParameterType.String }),
            Throws.InstanceOf<AmazonSimpleSystemsManagementException>().With.Message.Contains(expected));
    }

    [Test]
    public void A_new_parameter_needs_a_type()
    {
        using var ssm = Client("us-east-1");
        Assert.That(() => ssm.PutParameterAsync(new() { Name = Name, Value = "v" }),
            Throws.InstanceOf<AmazonSimpleSystemsManagementException>().With.Message.Contains("'type'"));
    }

    [Test]
    public async Task Four_kilobytes_are_taken()
    {
        using var ssm = Client("us-east-1");
        await ssm.PutParameterAsync(Put(new string('x', 4096)));
        Assert.That(_endpoint.Parameters.Value("us-east-1", Name), Has.Length.EqualTo(4096));
    }

    [Test]
    public void A_role_does_what_its_policy_allows()
    {
        _endpoint.Allows = (signer, action, resource) => (signer, action) == ("key", "ssm:GetParameter")
            && resource == "arn:aws:ssm:us-east-1:123456789012:parameter/session-store/writer-records";
        using var ssm = Client("us-east-1");
        Assert.Multiple(() =>
        {
            Assert.That(() => ssm.GetParameterAsync(new GetParameterRequest { Name = Name }),
                Throws.InstanceOf<ParameterNotFoundException>());
            Assert.That(() => ssm.GetParameterAsync(new GetParameterRequest { Name = "/other/writer-records" }), Throws
                .InstanceOf<AmazonSimpleSystemsManagementException>().With.Property(nameof(AmazonServiceException.ErrorCode))
                .EqualTo("AccessDeniedException"));
            Assert.That(() => ssm.PutParameterAsync(Put("v")), Throws.InstanceOf<AmazonSimpleSystemsManagementException>()
                .With.Message.Contains("not authorized to perform: ssm:PutParameter"));
        });
    }

    [Test]
    public void A_lost_Region_does_not_answer()
    {
        _endpoint.Reachable = region => region != "us-east-1";
        using var ssm = Client("us-east-1");
        Assert.That(() => ssm.GetParameterAsync(new GetParameterRequest { Name = Name }), Throws
            .InstanceOf<AmazonServiceException>().With.Property(nameof(AmazonServiceException.StatusCode))
            .EqualTo(System.Net.HttpStatusCode.ServiceUnavailable));
    }

    private AmazonSimpleSystemsManagementClient Client(string region, string? url = null) => new(new BasicAWSCredentials("key", "secret"),
        new AmazonSimpleSystemsManagementConfig { ServiceURL = url ?? _endpoint.Url, AuthenticationRegion = region, MaxErrorRetry = 0 });

    private static PutParameterRequest Put(string value, bool overwrite = false) =>
        new() { Name = Name, Value = value, Type = ParameterType.String, Overwrite = overwrite };

    private static TestCaseData Case(string why, string name, string value, string expected) =>
        new TestCaseData(name, value, expected).SetArgDisplayNames(why);
}
