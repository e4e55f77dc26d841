namespace SessionStore.Client;

/// <summary>How an application reaches its session store. The names are those of the store's outputs, in any case.</summary>
public sealed class SessionStoreOptions
{
    /// <summary>The name that leads to the Region that takes writes: the output <c>writerName</c>, or an endpoint. Required.</summary>
    public string? WriterName { get; set; }

    /// <summary>
    /// The name that leads to the nearest Region's replicas: the output <c>readerName</c>. Required for <see
    /// cref="ReadMode.NearestThenWriter"/>.
    /// </summary>
    public string? ReaderName { get; set; }

    /// <summary>The port of all endpoints: the output <c>port</c>.</summary>
    public int Port { get; set; } = 6379;

    /// <summary>Where sessions are read.</summary>
    public ReadMode Reads { get; set; } = ReadMode.Writer;

    /// <summary>Where the end of a session is kept: as <see cref="ExpiryMode.InValue"/> on a store without times to live.</summary>
    public ExpiryMode Expiry { get; set; } = ExpiryMode.Native;

    /// <summary>
    /// Whether this process takes part in removing sessions that are over, with <see cref="ExpiryMode.InValue"/>: one process in each
    /// Region does it at a time, and lets the other Regions know that this one is heard of. Without it, this process removes nothing.
    /// </summary>
    public bool Sweep { get; set; } = true;

    /// <summary>How many keys the sweeper goes through in a second, 1 to 100000.</summary>
    public int SweepRate { get; set; } = 1_000;

    /// <summary>What stands before every key, as <c>InstanceName</c> of Microsoft's RedisCache does.</summary>
    public string InstanceName { get; set; } = "";

    /// <summary>How the application signs in: the output <c>auth</c>, or none where there is no such output.</summary>
    public AuthenticationMode Auth { get; set; } = AuthenticationMode.None;

    /// <summary>The AUTH token, for <see cref="AuthenticationMode.Token"/>.</summary>
    public string? AuthToken { get; set; }

    /// <summary>
    /// One of the output <c>userNames</c>, for <see cref="AuthenticationMode.Users"/> and <see cref="AuthenticationMode.Iam"/>.
    /// </summary>
    public string? UserName { get; set; }

    /// <summary>The user's password, for <see cref="AuthenticationMode.Users"/>.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// Asked for what signs in before each connection, instead of <see cref="AuthToken"/> or <see cref="UserName"/> and <see
    /// cref="Password"/>: for secrets that come from elsewhere and change. An exception that it throws counts as a failed attempt to
    /// connect.
    /// </summary>
    public Func<CancellationToken, ValueTask<SessionStoreCredentials>>? Credentials { get; set; }

    /// <summary>
    /// The Region that IAM tokens are signed for, where the replication group's name does not end in it: the store's own groups do.
    /// </summary>
    public string? AwsRegion { get; set; }

    /// <summary>
    /// How long an operation may look for a store that answers, all its tries together: 1 second to 5 minutes. The caller's cancellation
    /// comes first.
    /// </summary>
    public TimeSpan Budget { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one command may take before the connection is doubted. StackExchange.Redis looks once a second.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one attempt to connect may take, TLS and signing in included.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How many operations may wait at once for a store that does not answer; any more are refused at once, so that an outage cannot take
    /// all memory.
    /// </summary>
    public int MaximumWaiting { get; set; } = 20_000;

    /// <summary>
    /// Whether connections are encrypted. Only false, and only without signing in, for a server on a developer's machine.
    /// </summary>
    public bool Tls { get; set; } = true;

    /// <summary>A PEM file with the authorities to trust instead of the system's, for a store with certificates of one's own.</summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>Whether the authority is asked for revoked certificates. A private subnet without a way out cannot reach it.</summary>
    public bool CheckCertificateRevocation { get; set; }

    /// <summary>The domains that the names may lead into; empty for Amazon's, <c>amazonaws.com</c> and <c>amazonaws.com.cn</c>.</summary>
    public IList<string> TrustedDomains { get; init; } = [];

    /// <summary>The DNS servers that tell where the names lead, as address or address:port; empty for the system's.</summary>
    public IList<string> DnsServers { get; init; } = [];

    /// <summary>
    /// Other addresses for endpoints, as host:port: the near end of a tunnel. TLS is validated against the endpoint all the same.
    /// </summary>
    public IDictionary<string, string> Addresses { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether writer and reader name are the same.</summary>
    internal bool IsOneName => !string.IsNullOrWhiteSpace(WriterName)
        && string.Equals(WriterName.TrimEnd('.'), ReaderName?.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    /// <summary>What the configuration says that cannot be read.</summary>
    internal IList<string> Unreadable { get; } = [];
}

/// <summary>Where sessions are read.</summary>
public enum ReadMode
{
    /// <summary>
    /// At the writer: everybody sees every write at once, and a Region far from the writer waits for the way there and back.
    /// </summary>
    Writer,

    /// <summary>
    /// At the nearest replica, and at the writer where that has no value or another one than this process wrote within the last minute.
    /// What other processes wrote may be as old as the replication lag. Where writer and reader name are one, as on MemoryDB Multi-Region,
    /// it is the same as <see cref="Writer"/>.
    /// </summary>
    NearestThenWriter,
}

/// <summary>Where the end of a session is kept.</summary>
public enum ExpiryMode
{
    /// <summary>The key expires, as with Microsoft's RedisCache: for ElastiCache, and every server that has times to live.</summary>
    Native,

    /// <summary>
    /// With the session itself, in a field more: for MemoryDB Multi-Region, which refuses every command with a time to live (developer
    /// guide, Supported and unsupported commands). One store is for one of the two.
    /// </summary>
    InValue,
}

/// <summary>How an application signs in, in the words of the store's setting <c>auth</c>.</summary>
public enum AuthenticationMode
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>With one AUTH token for all.</summary>
    Token,

    /// <summary>With a user's name and password.</summary>
    Users,

    /// <summary>With a user's name and a token that is signed with AWS credentials.</summary>
    Iam,
}
