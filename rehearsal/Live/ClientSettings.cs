using SessionStore.Client;
using SessionStore.Contract;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// The configuration section of an application in a Region: the store's outputs, and what this machine needs beside them because the
/// names are not the system's and the authority is the run's own.
/// </summary>
internal static class ClientSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "SessionStore";

    /// <summary>The settings, with the section's name before each.</summary>
    /// <param name="region">Where the application runs.</param>
    /// <param name="regions">All Regions, whose endpoints it may be led to.</param>
    /// <param name="logins">How clients sign in.</param>
    /// <param name="authorityFile">The authority of the servers' certificates.</param>
    public static IReadOnlyDictionary<string, string?> Of(
        LiveRegion region, IEnumerable<LiveRegion> regions, Logins logins, string authorityFile)
    {
        var outputs = region.Local.Stage.Outputs;
        var settings = new Dictionary<string, string?>
        {
            [nameof(SessionStoreOptions.WriterName)] = Text(OutputNames.WriterName),
            [nameof(SessionStoreOptions.ReaderName)] = Text(OutputNames.ReaderName),
            [nameof(SessionStoreOptions.Port)] = Text(OutputNames.Port),
            [nameof(SessionStoreOptions.CertificateAuthorityFile)] = authorityFile,
            [$"{nameof(SessionStoreOptions.DnsServers)}:0"] = region.Local.Resolver.Address,
        };
        foreach (var (name, value) in logins.Client)
        {
            settings[name] = value;
        }
        foreach (var (host, address) in regions.SelectMany(other => other.Cache.Endpoints))
        {
            settings[$"{nameof(SessionStoreOptions.Addresses)}:{host}"] = address;
        }
        return settings.ToDictionary(setting => $"{Section}:{setting.Key}", setting => setting.Value);

        string Text(string output) => Convert.ToString(outputs[output], System.Globalization.CultureInfo.InvariantCulture)!;
    }
}
