using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace SessionStore.Rehearsal.Live;

/// <summary>A page of the session application, as far as a visitor looks at it.</summary>
/// <param name="Token">What its forms have to send along; null where it has no form.</param>
/// <param name="Things">How many things are in the basket; null where nobody is signed in.</param>
/// <param name="ServedBy">The Region that made the page; unknown where it does not say.</param>
internal sealed partial record ShopPage(string? Token, int? Things, string ServedBy)
{
    /// <summary>The form field of the antiforgery token: ASP.NET Core's default.</summary>
    public const string TokenField = "__RequestVerificationToken";

    /// <summary>Reads a page.</summary>
    public static ShopPage Of(string html)
    {
        var token = Tokens().Match(html);
        var things = html.Contains("action=\"/sign-out\"", StringComparison.Ordinal)
            ? Counts().Matches(html).Sum(count => int.Parse(count.Groups[1].Value, CultureInfo.InvariantCulture))
            : (int?)null;
        var servedBy = Regions().Match(html) is { Success: true } region ? region.Groups[1].Value : "unknown";
        return new(token.Success ? WebUtility.HtmlDecode(token.Groups[1].Value) : null, things, servedBy);
    }

    [GeneratedRegex($"name=\"{TokenField}\" value=\"([^\"]+)\"")]
    private static partial Regex Tokens();

    [GeneratedRegex("id=\"served-by\">([^<]+)<")]
    private static partial Regex Regions();

    [GeneratedRegex("<output[^>]*>([0-9]+)</output>")]
    private static partial Regex Counts();
}
