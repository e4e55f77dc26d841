using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using SessionStore.Guard;

namespace SessionStore.Infra.Tests.Guard;

/// <summary>The question to the engine, answered as a gRPC server answers.</summary>
public class EngineFeaturesTests
{
    [TestCase(new byte[] { 0, 0, 0, 0, 2, 0x08, 0x01 }, true)]
    [TestCase(new byte[] { 0, 0, 0, 0, 0 }, false, Description = "false is the default value, which is not sent")]
    [TestCase(new byte[] { }, false, Description = "no message: the engine does not know the question")]
    public async Task The_engine_is_asked_as_gRPC_wants_it(byte[] answer, bool expected)
    {
        byte[] asked = [];
        string[] seen = [];
        await using var engine = await StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            asked = body.ToArray();
            seen = [context.Request.Protocol, context.Request.Method, context.Request.Path, context.Request.ContentType!, context.Request.Headers.TE!];
            context.Response.ContentType = "application/grpc";
            context.Response.DeclareTrailer("grpc-status");
            await context.Response.Body.WriteAsync(answer);
            context.Response.AppendTrailer("grpc-status", "0");
        });

        Assert.That(await EngineFeatures.SupportsAsync(EngineFeatures.ResourceHooks, new Uri(engine.Urls.Single()).Authority), Is.EqualTo(expected));
        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo(new[] { "HTTP/2", "POST", "/pulumirpc.ResourceMonitor/SupportsFeature", "application/grpc", "trailers" }));
            Assert.That(asked, Is.EqualTo(new byte[] { 0, 0, 0, 0, 15, 0x0A, 13 }.Concat("resourceHooks"u8.ToArray())));
        });
    }

    [Test]
    public async Task An_engine_that_does_not_answer_has_no_features() =>
        Assert.That(await EngineFeatures.SupportsAsync(EngineFeatures.ResourceHooks, "127.0.0.1:1"), Is.False);

    [Test]
    public async Task Without_an_engine_the_mocks_have_all_features() => Assert.That(await EngineFeatures.SupportsAsync(EngineFeatures.ResourceHooks), Is.True);

    private static async Task<WebApplication> StartAsync(RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        var engine = builder.Build();
        engine.Run(handler);
        await engine.StartAsync();
        return engine;
    }
}
