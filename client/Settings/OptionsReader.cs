using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SessionStore.Client.Settings;

/// <summary>
/// Reads a section of the configuration. What cannot be read is noted, so that all problems come out together; the framework's binder needs
/// reflection and stops at the first.
/// </summary>
internal static class OptionsReader
{
    /// <summary>Reads all settings that the section has.</summary>
    public static void Read(IConfiguration section, SessionStoreOptions options)
    {
        foreach (var setting in section.GetChildren())
        {
            switch (setting.Key.ToUpperInvariant())
            {
                case "WRITERNAME": options.WriterName = setting.Value; break;
                case "READERNAME": options.ReaderName = setting.Value; break;
                case "PORT": Parse(setting, options, "a number from 1 to 65535", text => options.Port = Number(text)); break;
                case "READS": Parse(setting, options, "Writer or NearestThenWriter", text => options.Reads = Name<ReadMode>(text)); break;
                case "EXPIRY": Parse(setting, options, "Native or InValue", text => options.Expiry = Name<ExpiryMode>(text)); break;
                case "SWEEP": Parse(setting, options, Flag, text => options.Sweep = bool.Parse(text)); break;
                case "SWEEPRATE": Parse(setting, options, "a number", text => options.SweepRate = Number(text)); break;
                case "INSTANCENAME": options.InstanceName = setting.Value ?? ""; break;
                case "AUTH": Parse(setting, options, Modes, text => options.Auth = Name<AuthenticationMode>(text)); break;
                case "AUTHTOKEN": options.AuthToken = setting.Value; break;
                case "USERNAME": options.UserName = setting.Value; break;
                case "PASSWORD": options.Password = setting.Value; break;
                case "AWSREGION": options.AwsRegion = setting.Value; break;
                case "BUDGET": Parse(setting, options, Duration, text => options.Budget = Time(text)); break;
                case "COMMANDTIMEOUT": Parse(setting, options, Duration, text => options.CommandTimeout = Time(text)); break;
                case "CONNECTTIMEOUT": Parse(setting, options, Duration, text => options.ConnectTimeout = Time(text)); break;
                case "MAXIMUMWAITING": Parse(setting, options, "a number", text => options.MaximumWaiting = Number(text)); break;
                case "TLS": Parse(setting, options, Flag, text => options.Tls = bool.Parse(text)); break;
                case "CERTIFICATEAUTHORITYFILE": options.CertificateAuthorityFile = setting.Value; break;
                case "CHECKCERTIFICATEREVOCATION":
                    Parse(setting, options, Flag, text => options.CheckCertificateRevocation = bool.Parse(text));
                    break;
                case "TRUSTEDDOMAINS": Fill(setting, options.TrustedDomains); break;
                case "DNSSERVERS": Fill(setting, options.DnsServers); break;
                case "ADDRESSES": Fill(setting, options.Addresses); break;
                default:
                    options.Unreadable.Add($"{setting.Path} is not a setting: expected one of {string.Join(", ", _known)}");
                    break;
            }
        }
    }

    private const string Duration = "a time such as 00:00:10", Flag = "true or false", Modes = "none, token, users or iam";

    private static readonly string[] _known =
    [
        nameof(SessionStoreOptions.WriterName), nameof(SessionStoreOptions.ReaderName), nameof(SessionStoreOptions.Port),
        nameof(SessionStoreOptions.Reads), nameof(SessionStoreOptions.Expiry), nameof(SessionStoreOptions.Sweep),
        nameof(SessionStoreOptions.SweepRate), nameof(SessionStoreOptions.InstanceName), nameof(SessionStoreOptions.Auth),
        nameof(SessionStoreOptions.AuthToken), nameof(SessionStoreOptions.UserName), nameof(SessionStoreOptions.Password),
        nameof(SessionStoreOptions.AwsRegion), nameof(SessionStoreOptions.Budget), nameof(SessionStoreOptions.CommandTimeout),
        nameof(SessionStoreOptions.ConnectTimeout), nameof(SessionStoreOptions.MaximumWaiting), nameof(SessionStoreOptions.Tls),
        nameof(SessionStoreOptions.CertificateAuthorityFile), nameof(SessionStoreOptions.CheckCertificateRevocation),
        nameof(SessionStoreOptions.TrustedDomains), nameof(SessionStoreOptions.DnsServers), nameof(SessionStoreOptions.Addresses),
    ];

    // An empty value is a setting that is not set: environment variables cannot be absent on purpose.
    private static void Parse(IConfigurationSection setting, SessionStoreOptions options, string expected, Action<string> set)
    {
        if (string.IsNullOrWhiteSpace(setting.Value))
        {
            return;
        }
        try
        {
            set(setting.Value.Trim());
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException or ArgumentException)
        {
            options.Unreadable.Add($"{setting.Path} is \"{setting.Value}\": expected {expected}");
        }
    }

    private static void Fill(IConfigurationSection setting, IList<string> list)
    {
        var values = setting.GetChildren().Select(child => child.Value ?? "").ToArray();
        foreach (var value in values.Length > 0 ? values : (setting.Value ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            list.Add(value);
        }
    }

    private static void Fill(IConfigurationSection setting, IDictionary<string, string> map)
    {
        foreach (var child in setting.GetChildren())
        {
            map[child.Key] = child.Value ?? "";
        }
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static T Name<T>(string text) where T : struct, Enum =>
        Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<T>(text, ignoreCase: true)
            : throw new FormatException();
}
