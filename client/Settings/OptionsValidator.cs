using System.Net;
using Microsoft.Extensions.Options;
using SessionStore.Client.Naming;

namespace SessionStore.Client.Settings;

/// <summary>Checks all options, and reports all problems at once. Secrets are not shown.</summary>
internal sealed class OptionsValidator : IValidateOptions<SessionStoreOptions>
{
    private const int MostKeys = 100_000;

    private static readonly TimeSpan _shortestBudget = TimeSpan.FromSeconds(1), _longestBudget = TimeSpan.FromMinutes(5),
        _shortestTimeout = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SessionStoreOptions options)
    {
        var problems = options.Unreadable.Concat(Names(options)).Concat(SigningIn(options)).Concat(Times(options))
            .Concat(Connections(options)).Concat(Expiry(options)).ToArray();
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(
            string.Join(Environment.NewLine, problems.Select((problem, index) => $"{index + 1}. {problem}")
                .Prepend($"The session store cannot be used, {problems.Length} problem(s):")));
    }

    private static IEnumerable<string> Names(SessionStoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.WriterName))
        {
            yield return "WriterName is not set: expected the store's output writerName";
        }
        else if (!IsHost(options.WriterName))
        {
            yield return $"WriterName is \"{options.WriterName}\": expected a DNS name without a port";
        }
        if (!string.IsNullOrWhiteSpace(options.ReaderName) && !IsHost(options.ReaderName))
        {
            yield return $"ReaderName is \"{options.ReaderName}\": expected a DNS name without a port";
        }
        if (options.Reads == ReadMode.NearestThenWriter && string.IsNullOrWhiteSpace(options.ReaderName))
        {
            yield return "Reads is NearestThenWriter and ReaderName is not set: expected the store's output readerName";
        }
        if (options.Port is < 1 or > ushort.MaxValue)
        {
            yield return $"Port is {options.Port}: expected a number from 1 to 65535";
        }
        foreach (var domain in options.TrustedDomains.Where(domain => !IsHost(domain) || domain.StartsWith('.')))
        {
            yield return $"TrustedDomains has \"{domain}\": expected a domain such as example.com";
        }
        foreach (var server in options.DnsServers.Where(server => !IPEndPoint.TryParse(server, out _)))
        {
            yield return $"DnsServers has \"{server}\": expected an IP address, or address:port";
        }
        foreach (var (host, address) in options.Addresses.Where(pair => HostAndPort.Parse(pair.Value) is null))
        {
            yield return $"Addresses:{host} is \"{address}\": expected host:port";
        }
    }

    private static IEnumerable<string> SigningIn(SessionStoreOptions options)
    {
        var (needsToken, needsUser, needsPassword) = options.Auth switch
        {
            AuthenticationMode.Token or AuthenticationMode.Users when options.Credentials is not null => (false, false, false),
            AuthenticationMode.None => (false, false, false),
            AuthenticationMode.Token => (true, false, false),
            AuthenticationMode.Users => (false, true, true),
            _ => (false, true, false),
        };
        foreach (var (setting, value, needed) in new[]
        {
            (nameof(options.AuthToken), options.AuthToken, needsToken), (nameof(options.UserName), options.UserName, needsUser),
            (nameof(options.Password), options.Password, needsPassword),
        })
        {
            if (needed && string.IsNullOrEmpty(value))
            {
                yield return $"{setting} is not set: Auth is {options.Auth} and needs it";
            }
            else if (!needed && !string.IsNullOrEmpty(value))
            {
                yield return $"{setting} is set: Auth is {options.Auth} and does not use it. Is Auth right?";
            }
        }
        if (options.Credentials is not null && options.Auth is (AuthenticationMode.None or AuthenticationMode.Iam))
        {
            yield return $"Credentials is set: Auth is {options.Auth} and does not use it, expected Token or Users";
        }
        if (!options.Tls && options.Auth != AuthenticationMode.None)
        {
            yield return $"Tls is false and Auth is {options.Auth}: expected Tls, or the secret would go over the network in plain text";
        }
        if (options.AwsRegion is { Length: > 0 } region && !SignIn.IamEndpoint.IsRegion(region))
        {
            yield return $"AwsRegion is \"{region}\": expected a Region such as us-east-1";
        }
    }

    private static IEnumerable<string> Times(SessionStoreOptions options)
    {
        if (options.Budget < _shortestBudget || options.Budget > _longestBudget)
        {
            yield return $"Budget is {options.Budget}: expected {_shortestBudget} to {_longestBudget}";
        }
        if (options.CommandTimeout < _shortestTimeout || options.CommandTimeout > options.Budget)
        {
            yield return $"CommandTimeout is {options.CommandTimeout}: expected {_shortestTimeout} to the Budget, {options.Budget}";
        }
        if (options.ConnectTimeout < _shortestTimeout || options.ConnectTimeout > options.Budget)
        {
            yield return $"ConnectTimeout is {options.ConnectTimeout}: expected {_shortestTimeout} to the Budget, {options.Budget}";
        }
        if (options.MaximumWaiting < 1)
        {
            yield return $"MaximumWaiting is {options.MaximumWaiting}: expected 1 or more";
        }
    }

    private static IEnumerable<string> Connections(SessionStoreOptions options)
    {
        if (options.CertificateAuthorityFile is { Length: > 0 } file)
        {
            if (!options.Tls)
            {
                yield return "CertificateAuthorityFile is set and Tls is false: expected only one of them";
            }
            if (!File.Exists(file))
            {
                yield return $"CertificateAuthorityFile is \"{file}\": expected a PEM file that exists";
            }
            else if (Connecting.Authorities.Flaw(file) is { } flaw)
            {
                yield return $"CertificateAuthorityFile is \"{file}\": {flaw}";
            }
        }
    }

    private static IEnumerable<string> Expiry(SessionStoreOptions options)
    {
        if (options is { Expiry: ExpiryMode.InValue, Reads: ReadMode.NearestThenWriter, IsOneName: false, ReaderName.Length: > 0 })
        {
            yield return $"Reads is {options.Reads} and Expiry is {options.Expiry}: expected Writer, or a store whose ReaderName "
                + $"\"{options.ReaderName}\" is its WriterName \"{options.WriterName}\", because every Region takes writes";
        }
        if (options is { Expiry: ExpiryMode.InValue, Auth: AuthenticationMode.Token })
        {
            yield return $"Auth is {options.Auth} and Expiry is {options.Expiry}: expected Users or Iam, because MemoryDB has no AUTH "
                + "token";
        }
        if (options.SweepRate is < 1 or > MostKeys)
        {
            yield return $"SweepRate is {options.SweepRate}: expected 1 to {MostKeys} keys a second";
        }
    }

    private static bool IsHost(string name) => Uri.CheckHostName(name.TrimEnd('.')) != UriHostNameType.Unknown;
}
