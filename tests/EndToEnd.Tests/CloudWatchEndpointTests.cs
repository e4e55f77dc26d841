using System.Formats.Cbor;
using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;

namespace SessionStore.EndToEnd.Tests;

/// <summary>The local CloudWatch in both of the protocols that versions of the SDK speak.</summary>
public sealed class CloudWatchEndpointTests
{
    private static readonly HttpClient _http = new();

    private CloudWatchEndpoint _cloudWatch = null!;

    [SetUp]
    public async Task Start() => _cloudWatch = await CloudWatchEndpoint.StartAsync();

    [TearDown]
    public async Task Stop() => await _cloudWatch.DisposeAsync();

    [Test]
    public async Task Smithys_RPC_v2_in_CBOR_is_answered_in_CBOR()
    {
        _cloudWatch.Measured.SetAlarm("us-east-2", "store-memory", "ALARM");
        using var answer = await RpcAsync("DescribeAlarms", writer => Text(writer, ("AlarmNamePrefix", "store-"), ("StateValue", "ALARM")));
        Assert.Multiple(async () =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.Headers.GetValues("smithy-protocol"), Is.EqualTo(new[] { "rpc-v2-cbor" }));
            Assert.That(await DiagnosticAsync(answer), Does.Contain("AlarmName").And.Contain("store-memory"));
        });
    }

    [Test]
    public async Task Times_are_seconds_under_a_tag_in_both_directions()
    {
        _cloudWatch.Measured.Put("us-east-2", "n", "m", "d", "v", 3);
        _cloudWatch.Measured.Put("us-east-2", "n", "m", "d", "v", 5);
        _cloudWatch.Measured.Put("us-east-1", "n", "m", "d", "v", 9);
        using var answer = await RpcAsync("GetMetricData", writer => Metric(writer, id: "q0", period: 60));
        var reader = new CborReader(await answer.Content.ReadAsByteArrayAsync(), CborConformanceMode.Lax);
        while (reader.PeekState() != CborReaderState.Tag)
        {
            Step(reader);
        }
        Assert.Multiple(() =>
        {
            Assert.That(reader.ReadTag(), Is.EqualTo(CborTag.UnixTimeSeconds));
            Assert.That(DateTimeOffset.UnixEpoch.AddSeconds(reader.ReadDouble()),
                Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(2)));
        });
        while (reader.PeekState() is not (
            CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat))
        {
            Step(reader);
        }
        Assert.That(reader.ReadDouble(), Is.EqualTo(5), "the greatest of the minute, of this Region alone");
    }

    [TestCase("Q", 60)]
    [TestCase("q", 61)]
    public async Task What_CloudWatch_refuses_is_refused(string id, int period)
    {
        using var answer = await RpcAsync("GetMetricData", writer => Metric(writer, id, period));
        Assert.Multiple(async () =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(await DiagnosticAsync(answer), Does.Contain("__type"));
        });
    }

    [Test]
    public async Task Of_the_alarms_every_condition_counts()
    {
        _cloudWatch.Measured.SetAlarm("us-east-2", "store-memory", "OK");
        _cloudWatch.Measured.SetAlarm("us-east-2", "store-lag", "ALARM");
        _cloudWatch.Measured.SetAlarm("us-east-2", "other-lag", "ALARM");
        using var request = Request("/", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Action"] = "DescribeAlarms",
            ["Version"] = "2010-08-01",
            ["AlarmNamePrefix"] = "store-",
            ["StateValue"] = "ALARM",
        }));
        using var answer = await _http.SendAsync(request);
        var document = XDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.That(document.Descendants().Where(part => part.Name.LocalName == "AlarmName")
            .Select(part => part.Value), Is.EqualTo(new[] { "store-lag" }));
    }

    private async Task<HttpResponseMessage> RpcAsync(string operation, Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        write(writer);
        using var request = Request($"/service/GraniteServiceVersion20100801/operation/{operation}", new ByteArrayContent(writer.Encode()));
        request.Headers.Add("smithy-protocol", "rpc-v2-cbor");
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/cbor");
        return await _http.SendAsync(request);
    }

    private HttpRequestMessage Request(string path, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _cloudWatch.Url + path) { Content = content };
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-2/monitoring/aws4_request, SignedHeaders=host, Signature=0");
        return request;
    }

    private static void Metric(CborWriter writer, string id, int period)
    {
        writer.WriteStartMap(null);
        foreach (var (name, at) in new[] { ("StartTime", DateTimeOffset.UtcNow.AddMinutes(-5)),
            ("EndTime", DateTimeOffset.UtcNow.AddMinutes(1)) })
        {
            writer.WriteTextString(name);
            writer.WriteTag(CborTag.UnixTimeSeconds);
            writer.WriteDouble(at.ToUnixTimeSeconds());
        }
        writer.WriteTextString("MetricDataQueries");
        writer.WriteStartArray(1);
        writer.WriteStartMap(2);
        writer.WriteTextString("Id");
        writer.WriteTextString(id);
        writer.WriteTextString("MetricStat");
        writer.WriteStartMap(3);
        writer.WriteTextString("Stat");
        writer.WriteTextString("Maximum");
        writer.WriteTextString("Period");
        writer.WriteInt32(period);
        writer.WriteTextString("Metric");
        writer.WriteStartMap(3);
        foreach (var (name, value) in new[] { ("Namespace", "n"), ("MetricName", "m") })
        {
            writer.WriteTextString(name);
            writer.WriteTextString(value);
        }
        writer.WriteTextString("Dimensions");
        writer.WriteStartArray(1);
        Text(writer, ("Name", "d"), ("Value", "v"));
        writer.WriteEndArray();
        writer.WriteEndMap();
        writer.WriteEndMap();
        writer.WriteEndMap();
        writer.WriteEndArray();
        writer.WriteEndMap();
    }

    private static void Text(CborWriter writer, params (string Name, string Value)[] fields)
    {
        writer.WriteStartMap(fields.Length);
        foreach (var (name, value) in fields)
        {
            writer.WriteTextString(name);
            writer.WriteTextString(value);
        }
        writer.WriteEndMap();
    }

    private static async Task<string> DiagnosticAsync(HttpResponseMessage answer) =>
        System.Text.Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());

    private static void Step(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                reader.ReadStartMap();
                break;
            case CborReaderState.EndMap:
                reader.ReadEndMap();
                break;
            case CborReaderState.StartArray:
                reader.ReadStartArray();
                break;
            case CborReaderState.EndArray:
                reader.ReadEndArray();
                break;
            default:
                reader.SkipValue();
                break;
        }
    }
}
