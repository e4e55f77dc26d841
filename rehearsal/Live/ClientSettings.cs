using SessionStore.Client;
using SessionStore.Contract;
using SessionStore.Engine;
using SessionStore.Rehearsal.LocalCloud;

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
    /// <param name="stage">The stack of the Region where the application runs.</param>
    /// <param name="resolver">Whom it asks there where names lead.</param>
    /// <param name="endpoints">The endpoints that it may be led to, and where they are on this machine.</param>
    /// <param name="logins">How clients sign in.</param>
    /// <param name="authorityFile">The authority of the servers' certificates.</param>
    public static IReadOnlyDictionary<string, string?> Of(
        StageRun stage, LocalResolver resolver, IEnumerable<KeyValuePair<string, string>> endpoints, Logins logins, string authorityFile)
    {
        var outputs = stage.Outputs;
        var settings = new Dictionary<string, string?>
        {
            [nameof(SessionStoreOptions.WriterName)] = Text(OutputNames.WriterName),
            [nameof(SessionStoreOptions.ReaderName)] = Text(OutputNames.ReaderName),
            [nameof(SessionStoreOptions.Port)] = Text(OutputNames.Port),
            [nameof(SessionStoreOptions.CertificateAuthorityFile)] = authorityFile,
            [$"{nameof(SessionStoreOptions.DnsServers)}:0"] = resolver.Address,
        };
        foreach (var (name, value) in logins.Client)
        {
            settings[name] = value;
        }
        // A Global Datastore has no such output.
        if (outputs.TryGetValue(OutputNames.Expiry, out var expiry))
        {
            settings[nameof(SessionStoreOptions.Expiry)] = (string)expiry;
        }
        foreach (var (host, address) in endpoints)
        {
            settings[$"{nameof(SessionStoreOptions.Addresses)}:{host}"] = address;
        }
        return settings.ToDictionary(setting => $"{Section}:{setting.Key}", setting => setting.Value);

        string Text(string output) => Convert.ToString(outputs[output], System.Globalization.CultureInfo.InvariantCulture)!;
    }
}
