using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SessionStore.Client;
using SessionStore.Client.Caching;
using SessionStore.Client.Connecting;
using SessionStore.Client.Expiring;
using SessionStore.Client.Naming;
using SessionStore.Client.Settings;
using SessionStore.Client.SignIn;
using SessionStore.Client.Telemetry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a session store to an application.</summary>
public static class SessionStoreServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IDistributedCache"/>, <see cref="IBufferDistributedCache"/> and <see cref="ISessionStoreConnection"/>. The
    /// settings are checked when the host starts, all problems at once; changed secrets are used without a restart.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The settings: the properties of <see cref="SessionStoreOptions"/>, with the store's outputs as values.</param>
    public static IServiceCollection AddSessionStore(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.AddSingleton(new OptionsSource(section));
        return services.AddSessionStore(options => OptionsReader.Read(section, options));
    }

    /// <summary>
    /// Registers <see cref="IDistributedCache"/>, <see cref="IBufferDistributedCache"/> and <see cref="ISessionStoreConnection"/>. The
    /// options are checked when the host starts, all problems at once.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddSessionStore(this IServiceCollection services, Action<SessionStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddLogging();
        services.AddOptions<SessionStoreOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionStoreOptions>, OptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEndpointResolver>(provider =>
            new EndpointResolver(provider.GetRequiredService<IOptions<SessionStoreOptions>>().Value));
        services.TryAddSingleton<ConfiguredCredentials>();
        services.TryAddSingleton<ICredentials>(provider => provider.GetRequiredService<ConfiguredCredentials>());
        services.TryAddSingleton<IConnector>(provider => new RedisConnector(
            provider.GetRequiredService<IOptions<SessionStoreOptions>>().Value, provider.GetRequiredService<ICredentials>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<Instruments>();
        services.TryAddSingleton<StoreConnection>();
        services.TryAddSingleton<ISessionStoreConnection>(provider => provider.GetRequiredService<StoreConnection>());
        services.TryAddSingleton<Removals>();
        services.TryAddSingleton<SweepTimes>();
        services.TryAddSingleton<NativeExpiry>();
        services.TryAddSingleton<ValueExpiry>();
        services.TryAddSingleton<IExpiry>(provider =>
            provider.GetRequiredService<IOptions<SessionStoreOptions>>().Value.Expiry == ExpiryMode.InValue
                ? provider.GetRequiredService<ValueExpiry>()
                : provider.GetRequiredService<NativeExpiry>());
        services.TryAddSingleton<ISessionStoreConnector, OwnConnections>();
        services.TryAddSingleton<StoredEntries>();
        services.TryAddSingleton<IBufferDistributedCache, SessionStoreCache>();
        // Not "try": whoever calls this wants this cache, also where AddSession or a template has registered another one before.
        services.AddSingleton<IDistributedCache>(provider => provider.GetRequiredService<IBufferDistributedCache>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, Startup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, Sweeper>());
        return services;
    }
}
