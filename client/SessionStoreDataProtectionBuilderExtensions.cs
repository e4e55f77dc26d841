using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SessionStore.Client;
using SessionStore.Client.Connecting;
using SessionStore.Client.Keys;

namespace Microsoft.AspNetCore.DataProtection;

/// <summary>Keeps Data Protection's keys in the store, so that a cookie of one Region can be read in the others.</summary>
public static class SessionStoreDataProtectionBuilderExtensions
{
    /// <summary>
    /// Keeps the keys in a list of the store, in the form of Microsoft's <c>PersistKeysToStackExchangeRedis</c>, or in a set where <see
    /// cref="SessionStoreOptions.Expiry"/> is <see cref="ExpiryMode.InValue"/>. Give all applications
    /// that share cookies one name (<c>SetApplicationName</c>), and protect the keys (<c>ProtectKeysWithCertificate</c> and others) where
    /// not everybody who reads the store may sign cookies.
    /// </summary>
    /// <param name="builder">Data Protection's configuration.</param>
    /// <param name="key">Its key; null for <see cref="SessionStoreOptions.InstanceName"/> and DataProtection-Keys after it.</param>
    public static IDataProtectionBuilder PersistKeysToSessionStore(this IDataProtectionBuilder builder, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(services => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = new StoreKeys(services.GetRequiredService<StoreConnection>(),
                key ?? $"{Options(services).InstanceName}DataProtection-Keys", inSet: Options(services).Expiry == ExpiryMode.InValue)));
        return builder;
    }

    private static SessionStoreOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IOptions<SessionStoreOptions>>().Value;
}
