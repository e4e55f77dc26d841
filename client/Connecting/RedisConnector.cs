using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using SessionStore.Client.Naming;
using SessionStore.Client.SignIn;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace SessionStore.Client.Connecting;

/// <summary>Opens multiplexers of StackExchange.Redis.</summary>
/// <param name="options">How to connect.</param>
/// <param name="credentials">What signs in.</param>
/// <param name="time">Tells the time.</param>
internal sealed class RedisConnector(SessionStoreOptions options, ICredentials credentials, TimeProvider time) : IConnector
{
    /// <inheritdoc/>
    public async Task<ILink> ConnectAsync(StoreEndpoint endpoint, bool writes, CancellationToken cancellationToken)
    {
        var signIn = new SignInProvider(credentials, endpoint);
        await signIn.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var connecting = ConnectionMultiplexer.ConnectAsync(Configuration(endpoint, signIn));
        ConnectionMultiplexer multiplexer;
        try
        {
            // StackExchange.Redis does not take a token, and its own time limit is for each of several steps.
            multiplexer = await connecting.WaitAsync(options.ConnectTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (RedisConnectionException failure)
        {
            throw new RedisConnectionException(failure.FailureType, $"{endpoint}: {Reason(failure, endpoint)}", failure);
        }
        catch (Exception) when (!connecting.IsCompleted)
        {
            _ = CloseLateAsync(connecting);
            throw;
        }
        var link = new RedisLink(multiplexer, signIn);
        try
        {
            await link.CheckAsync(cancellationToken).WaitAsync(options.ConnectTimeout, time, cancellationToken).ConfigureAwait(false);
            if (writes && link.IsReplica)
            {
                throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, $"{endpoint} is a replica and takes no writes");
            }
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private ConfigurationOptions Configuration(StoreEndpoint endpoint, SignInProvider signIn) => new()
    {
        Defaults = signIn,
        EndPoints = { endpoint.Address },
        Ssl = options.Tls,
        SslHost = options.Tls ? endpoint.Host : null,
        SslClientAuthenticationOptions = options.Tls ? _ => Tls(endpoint.Host) : null,
        // Whether and when to try again is the follower's decision, which also looks the name up.
        AbortOnConnectFail = true,
        ConnectRetry = 1,
        BacklogPolicy = BacklogPolicy.FailFast,
        IncludeDetailInExceptions = false,
        ConnectTimeout = Milliseconds(options.ConnectTimeout),
        AsyncTimeout = Milliseconds(options.CommandTimeout),
        SyncTimeout = Milliseconds(options.CommandTimeout),
        // Two keys and a channel that only StackExchange.Redis's own failover needs, and which an access string may forbid.
        TieBreaker = "",
        ConfigurationChannel = "",
        ClientName = "SessionStore.Client",
    };

    // Without a callback: the name and the chain are judged by the platform, and nothing here can switch that off.
    private SslClientAuthenticationOptions Tls(string host)
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            CertificateRevocationCheckMode = options.CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
        };
        if (options.CertificateAuthorityFile is { Length: > 0 } file)
        {
            tls.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = tls.CertificateRevocationCheckMode,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(Authorities.Read(file));
        }
        return tls;
    }

    private string Reason(RedisConnectionException failure, StoreEndpoint endpoint)
    {
        Exception reason = failure;
        while (reason.InnerException is { } inner)
        {
            reason = inner;
        }
        // Without an inner exception its message is advice about settings that do not exist here.
        return failure.FailureType == ConnectionFailureType.AuthenticationFailure ? $"TLS or signing in failed: {reason.Message}"
            : reason != failure ? reason.Message
            : $"nobody answers at {endpoint.Address}: the connection was refused or lost, or took longer than "
                + $"{options.ConnectTimeout.TotalSeconds:0.###} s (ConnectTimeout)";
    }

    private static async Task CloseLateAsync(Task<ConnectionMultiplexer> connecting)
    {
        try
        {
            await (await connecting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (RedisConnectionException)
        {
            // It has come to nothing, as nobody wanted it any more.
        }
    }

    private static int Milliseconds(TimeSpan span) => (int)span.TotalMilliseconds;
}
