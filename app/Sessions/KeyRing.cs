using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using SessionStore.Client;

namespace SessionStore.App.Sessions;

/// <summary>
/// Holds requests back until Data Protection has its keys from the store. Without them a cookie cannot be read, which ASP.NET Core's session
/// takes for no cookie: whoever comes in an outage would get an empty session for theirs. Once there, keys stay in memory, and a look
/// for newer ones that fails changes nothing.
/// </summary>
internal sealed partial class KeyRing(IDataProtectionProvider protection, IOptions<SessionStoreOptions> store, ILogger<KeyRing> logger)
    : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets a request through when there are keys.</summary>
    /// <exception cref="SessionStoreUnavailableException">There are none within the store's budget.</exception>
    public static async Task WaitAsync(HttpContext context, RequestDelegate next)
    {
        await context.RequestServices.GetRequiredService<KeyRing>().LoadedAsync(context.RequestAborted);
        await next(context);
    }

    /// <inheritdoc/>
    // Loading is synchronous and waits for the store: one thread does it, however many requests wait.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var protector = protection.CreateProtector(nameof(KeyRing));
        while (true)
        {
            try
            {
                await Task.Run(() => protector.Protect([]), stoppingToken);
                _loaded.SetResult();
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogMissing(failure.GetBaseException().Message);
            }
            await Task.Delay(_pause, stoppingToken);
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

    [LoggerMessage(1, LogLevel.Warning, "Data Protection has no keys yet, so that no cookie can be read: {Reason}")]
    private partial void LogMissing(string reason);
}
