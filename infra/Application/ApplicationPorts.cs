namespace SessionStore.Infra.Application;

/// <summary>The ports on the way to the application.</summary>
internal static class ApplicationPorts
{
    /// <summary>Of load balancer and accelerator: the application's without a certificate, a redirect with one.</summary>
    public const int Http = 80;

    /// <summary>Of load balancer and accelerator, with a certificate.</summary>
    public const int Https = 443;

    /// <summary>Of the application on its instance: the one that ASP.NET Core's images use, which needs no privileges.</summary>
    public const int Instance = 8080;
}
