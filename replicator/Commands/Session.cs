using Microsoft.Extensions.Logging;
using SessionStore.Replicator.Settings;
using SessionStore.Replicator.Stores;
using Names = SessionStore.Contract.ReplicatorSettings;

namespace SessionStore.Replicator.Commands;

/// <summary>What every command begins with: checked settings and the way to both stores.</summary>
internal sealed class Session : IAsyncDisposable
{
    public Session(ILoggerFactory logging)
    {
        var configuration = SettingsReader.Configuration();
        Sources = new(configuration.GetSection(Names.Source), logging);
        Targets = new(configuration.GetSection(Names.Target), logging);
        Options = SettingsReader.Read(configuration, (Names.Source, Sources.Services), (Names.Target, Targets.Services));
    }

    public ReplicatorOptions Options { get; }

    public Store Sources { get; }

    public Store Targets { get; }

    public async ValueTask DisposeAsync()
    {
        await Sources.DisposeAsync();
        await Targets.DisposeAsync();
    }
}
