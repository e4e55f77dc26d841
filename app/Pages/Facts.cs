using SessionStore.App.Sessions;
using SessionStore.App.Shop;

namespace SessionStore.App.Pages;

/// <summary>What every page says at its foot.</summary>
/// <param name="ServedBy">The Region that made the page.</param>
/// <param name="LastWrite">The Region that took the session's last write, or none yet; unknown where the session is not.</param>
/// <param name="SinceLastWrite">How long ago that was; null where there was none.</param>
/// <param name="Session">How old the session is, or none; unknown where nobody could look.</param>
public sealed record Facts(string ServedBy, string LastWrite, TimeSpan? SinceLastWrite, string Session)
{
    private const string Unknown = "unknown";

    /// <summary>Those of a page whose session is loaded.</summary>
    public static Facts Of(HttpContext context)
    {
        var (lastWrite, now) = (Sessions.LastWrite.Of(context.Session), DateTimeOffset.UtcNow);
        var age = now - new Visit(context.Session).Started;
        return new(Region(context), lastWrite?.Region ?? "none yet", now - lastWrite?.Time, age is { } old ? $"{Text(old)} old" : "none");
    }

    /// <summary>Those of a page without one.</summary>
    public static Facts WithoutSession(HttpContext context) => new(Region(context), Unknown, null, Unknown);

    /// <summary>A time span for people: in its largest unit, and none below zero, because Regions' clocks differ.</summary>
    public static string Text(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => Counted((int)span.TotalDays, "day"),
        { TotalHours: >= 1 } => Counted((int)span.TotalHours, "hour"),
        { TotalMinutes: >= 1 } => Counted((int)span.TotalMinutes, "minute"),
        _ => Counted(Math.Max(0, (int)span.TotalSeconds), "second"),
    };

    private static string Counted(int count, string unit) => count == 1 ? $"1 {unit}" : $"{count} {unit}s";

    private static string Region(HttpContext context) => context.RequestServices.GetRequiredService<ServingRegion>().Name;
}
