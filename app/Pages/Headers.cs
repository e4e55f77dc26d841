namespace SessionStore.App.Pages;

/// <summary>What every answer forbids the browser.</summary>
internal static class Headers
{
    private static readonly string _policy =
        $"default-src 'none'; style-src {Style.Source}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers when the answer begins: one that is made anew after a failure has them, too.</summary>
    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = _policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
