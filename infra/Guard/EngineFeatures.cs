using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace SessionStore.Guard;

/// <summary>
/// What the engine can do. The SDK knows, tells no program, and fails every command of one whose engine cannot register a hook; an older Pulumi CLI shall
/// deploy all the same, without the guard. So the engine is asked as the SDK asks it: SupportsFeature of ResourceMonitor in proto/pulumi/resource.proto
/// of pulumi/pulumi, over gRPC (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
/// </summary>
public static class EngineFeatures
{
    /// <summary>The callbacks around operations on resources, since version 3.182 of the CLI.</summary>
    public const string ResourceHooks = "resourceHooks";

    private const int PrefixLength = 5;

    // Field 1 of the request is a string, field 1 of the answer a bool.
    private const byte TextField = 0x0A, FlagField = 0x08;

    /// <summary>Whether the engine of this run supports a feature; true without an engine, as Pulumi's mocks say.</summary>
    /// <param name="feature">The feature.</param>
    public static Task<bool> SupportsAsync(string feature) =>
        // Where the CLI says that the engine listens: Deployment.cs in pulumi/pulumi-dotnet.
        Environment.GetEnvironmentVariable("PULUMI_MONITOR") is { Length: > 0 } address ? SupportsAsync(feature, address) : Task.FromResult(true);

    /// <summary>Whether the engine at an address supports a feature; false also where it does not answer.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="address">Host and port.</param>
    public static async Task<bool> SupportsAsync(string feature, string address)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{address}/pulumirpc.ResourceMonitor/SupportsFeature")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Frame(feature)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        try
        {
            using var answer = await client.SendAsync(request);
            return await answer.Content.ReadAsByteArrayAsync() is [_, _, _, _, _, FlagField, 1];
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    // Not compressed, the length, then the message.
    private static byte[] Frame(string feature)
    {
        byte[] text = Encoding.UTF8.GetBytes(feature), message = [TextField, (byte)text.Length, .. text], prefix = new byte[PrefixLength];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), message.Length);
        return [.. prefix, .. message];
    }
}
