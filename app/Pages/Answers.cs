using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using SessionStore.App.Shop;

namespace SessionStore.App.Pages;

/// <summary>What a request is answered with.</summary>
internal static class Answers
{
    /// <summary>Said to somebody who comes with a session that the store no longer has.</summary>
    public const string Ended = "Your session has ended. Please sign in again.";

    /// <summary>Sends the browser to the page, which it asks for with GET: to reload it sends no form twice.</summary>
    public static IResult SeeShop { get; } = new SeeOther("/");

    /// <summary>The page of somebody who has not signed in.</summary>
    /// <param name="context">The request, whose session is loaded.</param>
    /// <param name="problem">What is said first; null for nothing.</param>
    /// <param name="status">The status code.</param>
    public static IResult SignIn(HttpContext context, string? problem, int status = StatusCodes.Status200OK) =>
        Page<SignInPage>(status, new()
        {
            [nameof(SignInPage.Problem)] = problem,
            [nameof(SignInPage.Facts)] = Facts.Of(context),
        });

    /// <summary>The page of somebody who has.</summary>
    public static IResult Shop(HttpContext context, string name)
    {
        var visit = new Visit(context.Session);
        return Page<ShopPage>(StatusCodes.Status200OK, new()
        {
            [nameof(ShopPage.Name)] = name,
            [nameof(ShopPage.Shelf)] = Good.All.Select(good => (good, visit.Count(good))).ToArray(),
            [nameof(ShopPage.Facts)] = Facts.Of(context),
        });
    }

    /// <summary>A page that says something, and knows nothing of the session.</summary>
    public static IResult Message(HttpContext context, int status, string title, string text) =>
        Page<MessagePage>(status, new()
        {
            [nameof(MessagePage.Title)] = title,
            [nameof(MessagePage.Text)] = text,
            [nameof(MessagePage.Facts)] = Facts.WithoutSession(context),
        });

    private static RazorComponentResult<T> Page<T>(int status, Dictionary<string, object?> parameters) where T : IComponent =>
        new(parameters) { StatusCode = status };

    private sealed class SeeOther(string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = location;
            return Task.CompletedTask;
        }
    }
}
