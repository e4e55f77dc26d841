using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Replication;

/// <summary>A store that is there already, whose sessions are brought along.</summary>
/// <param name="Host">Its name, or its address.</param>
/// <param name="Tls">Whether it speaks TLS.</param>
/// <param name="SignIn">How to sign in to it.</param>
/// <param name="CertificateAuthority">PEM of the authorities to trust instead of the system's; null for those.</param>
/// <param name="TrustedDomains">The domains that the name may lead into; empty for Amazon's.</param>
/// <param name="Cidr">Where its addresses lie.</param>
internal sealed record MigrationSettings(
    string Host,
    int Port,
    bool Tls,
    MigrationSignIn SignIn,
    string? CertificateAuthority,
    IReadOnlyList<string> TrustedDomains,
    IPNetwork Cidr)
{
    /// <summary>The key that switches it on, without its namespace.</summary>
    public const string Name = "migrateFrom";

    private const string AuthorityName = "migrateCertificateAuthority", DomainsName = "migrateTrustedDomains", CidrName = "migrateCidr";

    // It stands in the instance's user data, of which EC2 takes 16 KB.
    private const int LongestAuthority = 6000;

    private static readonly string[] _others = [MigrationSignIn.TlsName, .. MigrationSignIn.Keys, AuthorityName, DomainsName, CidrName];

    /// <summary>The keys, without their namespace: the primary's alone.</summary>
    public static IReadOnlyList<string> Keys { get; } = [Name, .. _others];

    /// <summary>Reads and checks them; null where no store is moved in.</summary>
    /// <param name="region">The Region of the stack.</param>
    public static MigrationSettings? Read(SettingsReader reader, string region)
    {
        var key = SettingsReader.Key(Name);
        if (reader.Raw(key) is not { } from)
        {
            reader.Refuse($"{key} is not set", _others);
            return null;
        }
        var (host, port) = Parse(from);
        if (host is null)
        {
            reader.Problems.Add(key, from, "host:port of the store to move in, such as old.abc123.use1.cache.amazonaws.com:6379");
        }
        var tls = reader.Boolean(SettingsReader.Key(MigrationSignIn.TlsName), fallback: true);
        return new(
            host ?? "",
            port,
            tls,
            MigrationSignIn.Read(reader, host, tls, region),
            ReadAuthority(reader, tls),
            reader.List(SettingsReader.Key(DomainsName), "a list of domains that the old store's name may lead into, such as "
                + "[\"example.com\"]", domains => domains.All(domain => Uri.CheckHostName(domain) == UriHostNameType.Dns)),
            ReadCidr(reader, host));
    }

    /// <summary>Holds the old store's name against those of the new one.</summary>
    public void CheckNames(string domain, Problems problems)
    {
        if (Host == domain || Host.EndsWith($".{domain}", StringComparison.Ordinal))
        {
            problems.Add(SettingsReader.Key(Name), $"{Host}:{Port}", $"another store than this one, whose names are below {domain}");
        }
    }

    private static (string? Host, int Port) Parse(string text) =>
        text.LastIndexOf(':') is var colon and > 0
        && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
        && Uri.CheckHostName(text[..colon]) is UriHostNameType.Dns or UriHostNameType.IPv4
            ? (text[..colon].TrimEnd('.').ToLowerInvariant(), port)
            : default;

    private static string? ReadAuthority(SettingsReader reader, bool tls)
    {
        var authority = reader.OptionalText(
            SettingsReader.Key(AuthorityName), $"certificates in PEM, of at most {LongestAuthority} characters", IsPem);
        if (authority is not null && !tls)
        {
            reader.Problems.AddFlaw(
                SettingsReader.Key(AuthorityName), "is set", $"no value with {SettingsReader.Key(MigrationSignIn.TlsName)}: false");
        }
        return authority;
    }

    private static bool IsPem(string text)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(text);
            return certificates.Count > 0 && text.Length <= LongestAuthority;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // A security group knows addresses and no names, and a name's change.
    private static IPNetwork ReadCidr(SettingsReader reader, string? host)
    {
        var key = SettingsReader.Key(CidrName);
        if (reader.Raw(key) is not { } text)
        {
            return IPAddress.TryParse(host, out var address) ? new(address, 32) : new(IPAddress.Any, 0);
        }
        if (IPNetwork.TryParse(text, out var cidr) && cidr.ToString() == text
            && cidr.BaseAddress.AddressFamily == AddressFamily.InterNetwork)
        {
            if (IPAddress.TryParse(host, out var at) && !cidr.Contains(at))
            {
                reader.Problems.Add(key, text, $"a CIDR block with {at} ({SettingsReader.Key(Name)}) in it");
            }
            return cidr;
        }
        reader.Problems.Add(key, text, "an IPv4 CIDR block without host bits, such as 10.40.0.0/16");
        return new(IPAddress.Any, 0);
    }
}
