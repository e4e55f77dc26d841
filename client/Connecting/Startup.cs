using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SessionStore.Client.SignIn;
using SessionStore.Client.Telemetry;

namespace SessionStore.Client.Connecting;

/// <summary>Begins to connect when the host starts, without waiting: an application has to start in an outage, too.</summary>
internal sealed class Startup(StoreConnection connection, ConfiguredCredentials credentials, IOptions<SessionStoreOptions> options,
    ILogger<Startup> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Tls)
        {
            Log.PlainText(logger);
        }
        credentials.Changed += connection.Renew;
        connection.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        credentials.Changed -= connection.Renew;
        return Task.CompletedTask;
    }
}
