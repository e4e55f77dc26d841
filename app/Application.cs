using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using SessionStore.App.Pages;
using SessionStore.App.Sessions;
using SessionStore.App.Shop;

namespace SessionStore.App;

/// <summary>The session application: what it registers, and a request's way through it.</summary>
internal static class Application
{
    /// <summary>The name of the session's cookie.</summary>
    public const string SessionCookie = "session";

    /// <summary>Builds the application.</summary>
    /// <param name="arguments">The command line, which counts more than the environment.</param>
    /// <param name="before">Registers services that are to take the place of the application's; null for none.</param>
    public static WebApplication Build(string[] arguments, Action<IServiceCollection>? before = null)
    {
        // Its files are beside the program, not in the folder that somebody starts it in.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = arguments,
            ContentRootPath = AppContext.BaseDirectory,
        });
        Listen(builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false));
        before?.Invoke(builder.Services);
        AddSessions(builder.Services, builder.Configuration);
        AddPages(builder.Services, builder.Configuration);

        var application = builder.Build();
        application.UseForwardedHeaders();
        application.Use(Headers.AddAsync);
        // Before the session, which asks for keys and so for the store.
        application.UseHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        application.UseHealthChecks("/readyz");
        application.UseExceptionHandler(Failures.Options);
        application.UseStatusCodePages(Failures.ExplainAsync);
        application.Use(KeyRing.WaitAsync);
        application.UseSession();
        application.UseAntiforgery();
        application.MapGroup("").AddEndpointFilter<WholeSession>().MapShop();
        return application;
    }

    private static void AddSessions(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSessionStore(configuration.GetSection("SessionStore"));
        services.AddDataProtection().SetApplicationName("session-store-app").PersistKeysToSessionStore();
        services.AddSession(options =>
        {
            options.Cookie.Name = SessionCookie;
            options.Cookie.IsEssential = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.IdleTimeout = TimeSpan.FromHours(1);
            // The client's budget is the limit.
            options.IOTimeout = Timeout.InfiniteTimeSpan;
        });
        services.AddHealthChecks().AddSessionStore();
        services.AddSingleton<KeyRing>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyRing>());
    }

    private static void AddPages(IServiceCollection services, IConfiguration configuration)
    {
        services.AddRazorComponents();
        services.AddSingleton(new ServingRegion(configuration["App:Region"]));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "antiforgery";
            // Not the default, strict: a link from elsewhere would come without it, get another one, and spoil the pages that are open.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        // A form without its token is a visitor's matter in every environment, and answered with a page.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        // The balancer ends TLS and tells the scheme. Its addresses change: who may reach the application is the security group's matter,
        // and nothing but the scheme is believed.
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedProto;
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
        });
    }

    // As in ASP.NET Core's container images; Kestrel's own default is port 5000 of the loopback interface alone.
    private static void Listen(IWebHostBuilder host)
    {
        string[] settings = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        if (settings.All(setting => string.IsNullOrEmpty(host.GetSetting(setting))))
        {
            host.UseSetting(WebHostDefaults.HttpPortsKey, "8080");
        }
    }
}
