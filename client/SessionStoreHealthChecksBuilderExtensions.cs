using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SessionStore.Client;
using SessionStore.Client.Connecting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the store to the application's health checks.</summary>
public static class SessionStoreHealthChecksBuilderExtensions
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Adds a check that asks writer and reader for an answer: healthy when both answer, degraded when the reader does not, or when only
    /// the reader does and sessions are read there (<see cref="ReadMode.NearestThenWriter"/>), else unhealthy. It is about whether an
    /// application can do its work, not whether it is alive: a balancer that takes instances out because no Region has a writer takes all
    /// of them out.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What is reported instead of unhealthy; null for unhealthy.</param>
    /// <param name="tags">The check's tags.</param>
    /// <param name="timeout">How long it waits for an answer, 2 seconds where it is null; it does not wait for a failover.</param>
    public static IHealthChecksBuilder AddSessionStore(
        this IHealthChecksBuilder builder, string name = "session-store", HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new(name, services => new StoreHealth(services.GetRequiredService<StoreConnection>(),
            services.GetRequiredService<IOptions<SessionStoreOptions>>().Value.Reads), failureStatus, tags, timeout ?? _patience));
    }
}
