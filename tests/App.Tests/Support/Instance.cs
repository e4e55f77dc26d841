using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using SessionStore.Client.Tests.Support;

namespace SessionStore.App.Tests.Support;

/// <summary>The application, running in one Region.</summary>
internal sealed class Instance(WebApplication application) : IAsyncDisposable
{
    public Uri Address { get; } = new(application.Services.GetRequiredService<IServer>().Features
        .GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    /// <summary>Starts it with short limits, so that outages are short, too.</summary>
    public static async Task<Instance> StartAsync(Store store, string? region, params string[] settings)
    {
        var application = Application.Build(
        [
            "--urls=http://127.0.0.1:0", $"--App:Region={region}", $"--SessionStore:WriterName={Store.WriterName}",
            $"--SessionStore:CertificateAuthorityFile={store.Authority.AuthorityFile}",
            $"--SessionStore:DnsServers:0={store.Names.Address}",
            $"--SessionStore:Addresses:{store.East.Host}={store.East.Address}",
            $"--SessionStore:Addresses:{store.West.Host}={store.West.Address}", "--SessionStore:Budget=00:00:05",
            "--SessionStore:ConnectTimeout=00:00:01", "--Logging:LogLevel:Default=Warning", .. settings,
        ]);
        await application.StartAsync();
        return new(application);
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();
}
