using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SessionStore.Client;
using SessionStore.Client.Tests.Support;

namespace SessionStore.App.Tests.Live;

/// <summary>Why the session is loaded first: what ASP.NET Core does with a session that nobody has loaded (client/README.md).</summary>
internal sealed class SynchronousSessionTests
{
    private Store _store = null!;
    private WebApplication _application = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.StartAsync();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSessionStore(options =>
        {
            (options.WriterName, options.CertificateAuthorityFile) = (Store.WriterName, _store.Authority.AuthorityFile);
            (options.Budget, options.ConnectTimeout) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));
            options.DnsServers.Add(_store.Names.Address);
            options.Addresses[_store.East.Host] = _store.East.Address;
        });
        builder.Services.AddDataProtection().PersistKeysToSessionStore();
        builder.Services.AddSession();
        _application = builder.Build();
        _application.UseSession();
        _application.MapGet("/write", context =>
        {
            context.Session.SetString("name", "Ada");
            return Task.CompletedTask;
        });
        _application.MapGet("/unloaded", (HttpContext context) => context.Session.GetString("name") ?? "empty");
        _application.MapGet("/loaded", async (HttpContext context) =>
        {
            try
            {
                await context.Session.LoadAsync(context.RequestAborted);
                return context.Session.GetString("name") ?? "empty";
            }
            catch (SessionStoreUnavailableException)
            {
                return "unavailable";
            }
        });
        await _application.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _application.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task In_an_outage_a_session_that_was_not_loaded_is_empty_and_one_that_was_tells_of_the_outage()
    {
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = new(_application.Urls.Single()),
        };
        await browser.GetAsync("/write");
        Assert.That((await browser.GetStringAsync("/unloaded"), await browser.GetStringAsync("/loaded")), Is.EqualTo(("Ada", "Ada")));

        await _store.East.KillAsync();

        Assert.That((await browser.GetStringAsync("/unloaded"), await browser.GetStringAsync("/loaded")),
            Is.EqualTo(("empty", "unavailable")));
    }
}
