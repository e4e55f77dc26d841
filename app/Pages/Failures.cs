using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using SessionStore.Client;

namespace SessionStore.App.Pages;

/// <summary>What a visitor is told when a request could not be answered.</summary>
internal static partial class Failures
{
    private const int RetrySeconds = 5;

    /// <summary>How exceptions become pages: an outage of the store is 503, and is logged in one line; anything else is 500.</summary>
    public static ExceptionHandlerOptions Options { get; } = new()
    {
        ExceptionHandler = context => ExplainAsync(context, context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error),
        StatusCodeSelector = failure => failure is SessionStoreUnavailableException
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status500InternalServerError,
        SuppressDiagnosticsCallback = failed => failed.Exception is SessionStoreUnavailableException,
    };

    /// <summary>Explains a status code that came without a page.</summary>
    public static Task ExplainAsync(StatusCodeContext context) => ExplainAsync(context.HttpContext);

    private static Task ExplainAsync(HttpContext context, Exception failure)
    {
        if (failure is SessionStoreUnavailableException)
        {
            context.Response.Headers.RetryAfter = $"{RetrySeconds}";
            LogOutage(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Failures)), failure.Message);
        }
        return ExplainAsync(context);
    }

    private static Task ExplainAsync(HttpContext context)
    {
        var (title, text) = Words(context.Response.StatusCode, HttpMethods.IsGet(context.Request.Method));
        return Answers.Message(context, context.Response.StatusCode, title, text).ExecuteAsync(context);
    }

    private static (string Title, string Text) Words(int status, bool reads) => status switch
    {
        StatusCodes.Status503ServiceUnavailable when reads => ("One moment, please",
            "We cannot reach your session now, and would rather show you nothing than an empty basket. Please try again in a few seconds."),
        StatusCodes.Status503ServiceUnavailable => ("One moment, please",
            "We cannot reach your session now. Whether your last click was saved we do not know: please look again in a few seconds."),
        StatusCodes.Status404NotFound => ("There is no such page", "There is only one, and it is this way."),
        StatusCodes.Status400BadRequest => ("That did not work", "The page was too old, or not ours. Nothing was changed."),
        StatusCodes.Status405MethodNotAllowed => ("That did not work", "Nothing was changed."),
        _ => ("That did not work", "Something went wrong on our side, and has been written down."),
    };

    [LoggerMessage(2, LogLevel.Warning, "A request was answered with 503: {Reason}")]
    private static partial void LogOutage(ILogger logger, string reason);
}
