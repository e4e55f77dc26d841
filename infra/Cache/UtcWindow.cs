using System.Globalization;
using System.Text.RegularExpressions;

namespace SessionStore.Infra.Cache;

/// <summary>A window of ElastiCache's, which comes every day or every week and may go past midnight.</summary>
/// <param name="Start">Minutes since the day, or since Monday, began.</param>
/// <param name="Minutes">How long it is.</param>
/// <param name="Period">After how many minutes it comes again.</param>
internal sealed partial record UtcWindow(int Start, int Minutes, int Period)
{
    /// <summary>
    /// The shortest. Sources: PreferredMaintenanceWindow of CreateReplicationGroup in the ElastiCache API reference, and for snapshots
    /// https://github.com/hashicorp/terraform/issues/17247.
    /// </summary>
    public const int LeastMinutes = 60;

    private const int Day = 24 * 60, Week = 7 * Day;

    private static readonly string[] _days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Whether ElastiCache takes one of this length.</summary>
    public bool IsLongEnough => Minutes >= LeastMinutes;

    /// <summary>Reads a daily window; null where it is none.</summary>
    /// <param name="text">Such as <c>05:00-06:00</c>.</param>
    public static UtcWindow? Daily(string text) => Pattern().Match(text) is { Success: true } match
        && !match.Groups["day"].Success ? Of(match, Day) : null;

    /// <summary>Reads a weekly window; null where it is none.</summary>
    /// <param name="text">Such as <c>sun:06:30-sun:07:30</c>.</param>
    public static UtcWindow? Weekly(string text) => Pattern().Match(text) is { Success: true } match
        && match.Groups["day"].Captures.Count == 2 ? Of(match, Week) : null;

    /// <summary>Whether a daily and a weekly window, or two of the same kind, are ever open at once.</summary>
    public bool Overlaps(UtcWindow other) => Openings().Any(own => other.Openings().Any(
        theirs => Modulo(theirs - own, Week) < Minutes || Modulo(own - theirs, Week) < other.Minutes));

    // When it opens within a week.
    private IEnumerable<int> Openings() => Enumerable.Range(0, Week / Period).Select(times => Start + (times * Period));

    private static UtcWindow Of(Match match, int period)
    {
        var (start, end) = (At(match, 0), At(match, 1));
        return new(start, Modulo(end - start, period), period);
    }

    private static int At(Match match, int which) =>
        ((match.Groups["day"].Success ? Array.IndexOf(_days, match.Groups["day"].Captures[which].Value) : 0) * Day)
        + (int.Parse(match.Groups["hour"].Captures[which].Value, CultureInfo.InvariantCulture) * 60)
        + int.Parse(match.Groups["minute"].Captures[which].Value, CultureInfo.InvariantCulture);

    private static int Modulo(int value, int by) => ((value % by) + by) % by;

    [GeneratedRegex(
        @"^((?<day>mon|tue|wed|thu|fri|sat|sun):)?(?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)"
        + @"-((?<day>mon|tue|wed|thu|fri|sat|sun):)?(?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)$")]
    private static partial Regex Pattern();
}
