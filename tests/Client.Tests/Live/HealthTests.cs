using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Live;

/// <summary>The health check.</summary>
internal sealed class HealthTests
{
    [TestCase(ReadMode.NearestThenWriter, HealthStatus.Degraded)]
    [TestCase(ReadMode.Writer, HealthStatus.Unhealthy)]
    public async Task The_health_check_tells_who_answers_and_what_that_is_worth(ReadMode reads, HealthStatus withoutWriter)
    {
        await using var store = await Store.StartAsync();
        var application = store.Application(options => (options.ReaderName, options.Reads) = (Store.ReaderName, reads),
            services => services.AddHealthChecks().AddSessionStore());
        var health = application.GetRequiredService<HealthCheckService>();
        await Task.WhenAll(Store.Connection(application).Writer.FirstAttemptAsync(default),
            Store.Connection(application).Reader.FirstAttemptAsync(default));
        var well = await health.CheckHealthAsync();
        Assert.That((well.Status, well.Entries["session-store"].Data["writer"]),
            Is.EqualTo((HealthStatus.Healthy, $"{store.East.Host}: answers")));

        await store.East.KillAsync();
        var readerOnly = (await health.CheckHealthAsync()).Entries["session-store"];
        Assert.That((readerOnly.Status, readerOnly.Data["writer"], readerOnly.Data["reader"]),
            Is.EqualTo((withoutWriter, $"{store.East.Host}: does not answer", $"{store.West.Host}: answers")));

        await store.West.KillAsync();
        Assert.That((await health.CheckHealthAsync()).Status, Is.EqualTo(HealthStatus.Unhealthy));
    }

    [Test]
    public async Task Where_both_names_are_one_there_is_one_server_to_answer()
    {
        await using var store = await Store.StartAsync(ExpiryMode.InValue);
        var application = store.Application(options => options.ReaderName = Store.WriterName,
            services => services.AddHealthChecks().AddSessionStore());
        var health = application.GetRequiredService<HealthCheckService>();
        await Store.Connection(application).Writer.FirstAttemptAsync(default);

        var well = (await health.CheckHealthAsync()).Entries["session-store"];
        Assert.That((well.Status, well.Data["writer"], well.Data["reader"]),
            Is.EqualTo((HealthStatus.Healthy, $"{store.East.Host}: answers", $"{store.East.Host}: answers")));

        await store.East.KillAsync();
        Assert.That((await health.CheckHealthAsync()).Status, Is.EqualTo(HealthStatus.Unhealthy));
    }
}
