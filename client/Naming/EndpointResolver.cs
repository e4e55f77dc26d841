using System.Net;
using System.Net.Sockets;

namespace SessionStore.Client.Naming;

/// <summary>Follows a name to the first name of its chain that lies in a domain where endpoints are trusted.</summary>
/// <param name="options">The names, domains and addresses.</param>
/// <param name="canonicalName">Asks the system's resolver for a name's canonical name; null for .NET's way to do so.</param>
internal sealed class EndpointResolver(SessionStoreOptions options, Func<string, CancellationToken, Task<string>>? canonicalName = null)
    : IEndpointResolver
{
    /// <summary>The domains that ElastiCache and MemoryDB name endpoints in.</summary>
    public static readonly IReadOnlyList<string> AmazonDomains = ["amazonaws.com", "amazonaws.com.cn"];

    // Where no DNS server answers, nothing tells for how long an answer is good.
    private static readonly TimeSpan _unknownTimeToLive = TimeSpan.FromSeconds(5);
    private const int LongestChain = 8;

    private readonly IReadOnlyList<string> _domains = options.TrustedDomains.Count > 0 ? [.. options.TrustedDomains.Select(Normal)]
        : AmazonDomains;
    private readonly DnsClient _dns = new([.. options.DnsServers.Select(server => IPEndPoint.Parse(server) is { Port: 0 } only
        ? new(only.Address, 53) : IPEndPoint.Parse(server))]);

    /// <inheritdoc/>
    public async ValueTask<StoreEndpoint> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        var host = Normal(name);
        if (IPAddress.TryParse(host, out _) || host == "localhost" || IsTrusted(host))
        {
            return Endpoint(host, Timeout.InfiniteTimeSpan);
        }
        var (at, timeToLive) = (host, TimeSpan.MaxValue);
        for (var length = 0; length < LongestChain; length++)
        {
            var answer = await _dns.QueryAsync(at, cancellationToken).ConfigureAwait(false);
            if (answer is not { } known || (known.Code == CnameAnswer.NameError && length == 0))
            {
                return await AskSystemAsync(host, cancellationToken).ConfigureAwait(false);
            }
            if (known.Target is null)
            {
                // A name without a CNAME is an endpoint itself; one that another name led to has to be trusted.
                return length == 0 ? Endpoint(host, _unknownTimeToLive) : throw Untrusted(host, at);
            }
            at = Normal(known.Target);
            timeToLive = known.TimeToLive < timeToLive ? known.TimeToLive : timeToLive;
            if (IsTrusted(at))
            {
                return Endpoint(at, timeToLive);
            }
        }
        throw new NameException(
            $"{host} leads through more than {LongestChain} names: expected an endpoint below {string.Join(" or ", _domains)}");
    }

    // Answers from the hosts file and from name services that are not DNS, too.
    private async Task<StoreEndpoint> AskSystemAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var canonical = Normal(await (canonicalName ?? CanonicalNameAsync)(host, cancellationToken).ConfigureAwait(false));
            // Without DNS a host's name need not be spelled in full: "store" may be "store.internal" by the system's search list.
            return canonical == host || canonical.StartsWith(host + ".", StringComparison.Ordinal) ? Endpoint(host, _unknownTimeToLive)
                : IsTrusted(canonical) ? Endpoint(canonical, _unknownTimeToLive)
                : throw Untrusted(host, canonical);
        }
        catch (SocketException failure)
        {
            throw new NameException($"{host} cannot be looked up: {failure.Message}", failure);
        }
    }

    private static async Task<string> CanonicalNameAsync(string host, CancellationToken cancellationToken) =>
        (await Dns.GetHostEntryAsync(host, cancellationToken).ConfigureAwait(false)).HostName;

    private StoreEndpoint Endpoint(string host, TimeSpan timeToLive) => new(host, AddressOf(host), timeToLive);

    private EndPoint AddressOf(string host)
    {
        var (to, port) = (host, options.Port);
        if (options.Addresses.TryGetValue(host, out var instead))
        {
            (to, port) = HostAndPort.Parse(instead) ?? throw new NameException($"Addresses:{host} is \"{instead}\": expected host:port");
        }
        return IPAddress.TryParse(to, out var address) ? new IPEndPoint(address, port) : new DnsEndPoint(to, port);
    }

    private bool IsTrusted(string host) => _domains.Any(domain => host == domain || host.EndsWith("." + domain, StringComparison.Ordinal));

    private NameException Untrusted(string name, string target) => new(
        $"{name} leads to {target}: expected an endpoint below {string.Join(" or ", _domains)}. "
        + $"If {target} is yours, name its domain in TrustedDomains");

    private static string Normal(string name) => name.TrimEnd('.').ToLowerInvariant();
}
