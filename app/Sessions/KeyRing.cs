using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using SessionStore.Client;

namespace SessionStore.App.Sessions;

/// <summary>
/// Holds requests back until Data Protection has its keys from the store. Without them a cookie cannot be read, which ASP.NET Core's
/// session takes for no cookie: whoever comes in an outage would get an empty session for theirs. Once there, keys stay in memory.
/// </summary>
internal sealed partial class KeyRing(IDataProtectionProvider protection, IOptions<SessionStoreOptions> store, ILogger<KeyRing> logger)
    : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);
    private readonly IDataProtector _protector = protection.CreateProtector(nameof(KeyRing));
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets a request through when there are keys.</summary>
    /// <exception cref="SessionStoreUnavailableException">There are none within the store's budget.</exception>
    public static async Task WaitAsync(HttpContext context, RequestDelegate next)
    {
        var keys = context.RequestServices.GetRequiredService<KeyRing>();
        await keys.LoadedAsync(context.RequestAborted);
        // Once a day it looks for newer keys, in the background. Where that fails it goes on with those it has, and throws at whoever asks
        // next (ASP.NET Core, KeyRingProvider.cs): here, and not where a cookie is read.
        keys.Use();
        await next(context);
    }

    /// <inheritdoc/>
    // Loading is synchronous and waits for the store: one thread does it, however many requests wait.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await Task.Run(Use, stoppingToken))
        {
            await Task.Delay(_pause, stoppingToken);
        }
        _loaded.SetResult();
    }

    private bool Use()
    {
        try
        {
            _protector.Protect([]);
            return true;
        }
        catch (Exception failure)
        {
            LogUnread(failure.GetBaseException().Message);
            return false;
        }
    }

    private async Task LoadedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _loaded.Task.WaitAsync(store.Value.Budget, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new SessionStoreUnavailableException(
                $"Data Protection's keys could not be read from the store within {store.Value.Budget.TotalSeconds:0.#} s (Budget)");
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Data Protection's keys could not be read: {Reason}")]
    private partial void LogUnread(string reason);
}
