using Microsoft.AspNetCore.Mvc;
using SessionStore.App.Pages;
using SessionStore.App.Sessions;

namespace SessionStore.App.Shop;

/// <summary>The shop's one page, and its forms, each of which sends the browser back to the page when what it did is saved.</summary>
internal static class ShopEndpoints
{
    /// <summary>Adds them.</summary>
    public static void MapShop(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context) => new Visit(context.Session).Name is { } name ? Answers.Shop(context, name)
            : Answers.SignIn(context, context.Request.Cookies.ContainsKey(Application.SessionCookie) ? Answers.Ended : null));
        routes.MapPost("/sign-in", SignInAsync);
        routes.MapPost("/sign-out", SignOutAsync);
        routes.MapPost("/basket/add", (HttpContext context, [FromForm] string? good) => ChangeAsync(context, good, 1));
        routes.MapPost("/basket/remove", (HttpContext context, [FromForm] string? good) => ChangeAsync(context, good, -1));
    }

    private static async Task<IResult> SignInAsync(HttpContext context, [FromForm] string? name)
    {
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > Visit.LongestName || name.Any(char.IsControl))
        {
            return Answers.SignIn(context, $"A name has 1 to {Visit.LongestName} characters.", StatusCodes.Status400BadRequest);
        }
        new Visit(context.Session).Begin(name);
        await LastWrite.CommitAsync(context);
        return Answers.SeeShop;
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IFormCollection form)
    {
        context.Session.Clear();
        await context.Session.CommitAsync(context.RequestAborted);
        context.Response.Cookies.Delete(Application.SessionCookie);
        return Answers.SeeShop;
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string? id, int by)
    {
        if (Good.All.FirstOrDefault(good => good.Id == id) is not { } good)
        {
            return TypedResults.BadRequest();
        }
        var visit = new Visit(context.Session);
        // Whoever has been signed out meanwhile is told so by the page.
        if (visit.Name is not null)
        {
            visit.Change(good, by);
            await LastWrite.CommitAsync(context);
        }
        return Answers.SeeShop;
    }
}
