using Microsoft.AspNetCore.Http.Features;

namespace SessionStore.App.Sessions;

/// <summary>
/// Loads the session before a page's code runs: what fails is thrown then, where ASP.NET Core's session would go on with an empty one.
/// </summary>
internal sealed class WholeSession : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext;
        try
        {
            await request.Session.LoadAsync(request.RequestAborted);
            return await next(context);
        }
        finally
        {
            // Forms save what they change themselves, and to have read it has renewed it. The middleware would save once more after the
            // answer, log where that fails, and keep the visitor's connection waiting for it in an outage.
            request.Features.GetRequiredFeature<ISessionFeature>().Session = null!;
        }
    }
}
