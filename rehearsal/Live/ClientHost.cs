using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SessionStore.Client;

namespace SessionStore.Rehearsal.Live;

/// <summary>SessionStore.Client in an application of a Region, as its readme says.</summary>
/// <param name="region">Where the application runs.</param>
/// <param name="settings">Its configuration.</param>
/// <param name="before">Registers services that are to take the place of the client's; null for none.</param>
internal sealed class ClientHost(
    string region, IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? before = null) : IAsyncDisposable
{
    private readonly ServiceProvider _services = Services(settings, before);

    public ISessionStoreConnection Connection => _services.GetRequiredService<ISessionStoreConnection>();

    /// <summary>The sessions.</summary>
    public IDistributedCache Cache => _services.GetRequiredService<IDistributedCache>();

    /// <summary>Starts as a host does, and waits until there are connections: nothing is measured before.</summary>
    /// <exception cref="SpoiltException">It was given up on, and there were none.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(cancellationToken);
        }
        SessionStoreUnavailableException? last = null;
        while (true)
        {
            try
            {
                await Connection.GetWriterAsync(cancellationToken);
                await Connection.GetReaderAsync(cancellationToken);
                return;
            }
            catch (SessionStoreUnavailableException failure)
            {
                last = failure;
            }
            catch (OperationCanceledException) when (last is not null)
            {
                throw new SpoiltException($"the client in {region} could not connect: {last.Message}", last);
            }
        }
    }

    /// <summary>Asks for something at a fixed rate until told to stop, whatever has become of it earlier, and waits for the last
    /// answers.</summary>
    /// <param name="rate">How often a second.</param>
    /// <param name="request">What is asked for; what it does not catch ends the run.</param>
    public static async Task RepeatAsync(double rate, Func<int, Task> request, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
        var waiting = new HashSet<Task>();
        try
        {
            for (var number = 0; await timer.WaitForNextTickAsync(cancellationToken); number++)
            {
                waiting.RemoveWhere(earlier => earlier.IsCompletedSuccessfully);
                // What is none of the failures that are expected ends the run, and at once.
                await (waiting.FirstOrDefault(earlier => earlier.IsFaulted) ?? Task.CompletedTask);
                waiting.Add(request(number));
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody asks for anything any more.
        }
        await Task.WhenAll(waiting);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static ServiceProvider Services(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? before)
    {
        var services = new ServiceCollection();
        before?.Invoke(services);
        return services.AddSessionStore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()
            .GetSection(ClientSettings.Section)).BuildServiceProvider();
    }
}
