using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>An HTTP server on a free port of the loopback interface.</summary>
internal static class LocalServer
{
    /// <summary>Prepares a server that answers every request with one handler.</summary>
    public static WebApplication Create(RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        var server = builder.Build();
        server.Run(handler);
        return server;
    }

    /// <summary>The address of a started server, without a slash at its end.</summary>
    public static string Url(this WebApplication server) => server.Urls.Single();

    /// <summary>The body of a request as text.</summary>
    public static async Task<string> BodyAsync(this HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync();
    }

    /// <summary>The Region that a request is signed for; empty without a signature.</summary>
    public static string SignedRegion(this HttpRequest request) =>
        request.Credential().Split('/') is [_, _, var region, ..] ? region : "";

    /// <summary>The name of the key that a request is signed with; empty without a signature.</summary>
    public static string Signer(this HttpRequest request) => request.Credential().Split('/')[0];

    /// <summary>What a request's signature says of itself: key/date/Region/service/aws4_request; empty without one.</summary>
    public static string Credential(this HttpRequest request) =>
        request.Headers.Authorization.ToString().Split("Credential=") is [_, var credential] ? credential.Split(',')[0] : "";

    // A server lives as long as its owner. The default lifetime would take Ctrl+C for itself and keep it from the rehearsal.
    private sealed class OwnersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
