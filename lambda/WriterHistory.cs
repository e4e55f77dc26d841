using System.Globalization;

namespace SessionStore.Failover;

/// <summary>Why a Region is entitled to the writer name.</summary>
internal enum ClaimBasis
{
    /// <summary>Nobody had claimed the name before: the store, or its history, is new.</summary>
    Founding,

    /// <summary>ElastiCache shows the group as the primary.</summary>
    Role,

    /// <summary>ElastiCache shows the group as the primary and has announced its promotion.</summary>
    Notice,
}

/// <summary>Which Region's group is entitled to the writer name while nothing is pinned.</summary>
/// <param name="Group">The replication group.</param>
/// <param name="Basis">Why.</param>
/// <param name="At">When the promotion notice was published, or else when the role was seen.</param>
internal sealed record Claim(string Group, ClaimBasis Basis, DateTimeOffset At);

/// <summary>An operator's order. Of two orders the later one holds, in whatever sequence they arrive.</summary>
/// <param name="Kind"><see cref="NoticeKind.Pin"/> or <see cref="NoticeKind.Unpin"/>.</param>
/// <param name="Group">The replication group that is pinned, or through which the pin was taken away.</param>
/// <param name="Published">When it was given.</param>
internal sealed record Order(NoticeKind Kind, string Group, DateTimeOffset Published)
{
    /// <summary>The group that is pinned from then on; null for none.</summary>
    public string? Pinned => Kind == NoticeKind.Pin ? Group : null;

    /// <summary>
    /// Whether this order was given before another. Orders of one instant have a sequence, too, so that all Regions agree on it.
    /// </summary>
    public bool IsBefore(Order other) =>
        (Published.CompareTo(other.Published), string.CompareOrdinal(Kind.ToString(), other.Kind.ToString()),
            string.CompareOrdinal(Group, other.Group))
            is ( < 0, _, _) or (0, < 0, _) or (0, 0, < 0);
}

/// <summary>
/// What has happened to the writer name, kept in a TXT record beside it. Every change of the writer record or the pin deletes the history
/// as it was read and creates its successor in the same transaction: so each compares everything that the decision rested on.
/// </summary>
/// <param name="Changes">How many changes there were: no history is ever the same as an earlier one.</param>
/// <param name="Claim">Who is entitled; null when nobody has been yet.</param>
/// <param name="Order">The last order that was carried out; null when there was none.</param>
/// <param name="Superseded">
/// Groups that were entitled before and that ElastiCache has shown as the primary ever since: what it says of them may be out of date.
/// </param>
internal sealed record WriterHistory(long Changes, Claim? Claim, Order? Order, IReadOnlyList<string> Superseded)
{
    /// <summary>The history of a name to which nothing has happened.</summary>
    public static readonly WriterHistory Empty = new(0, null, null, []);

    // Milliseconds, as SNS gives them.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const string ChangesKey = "changes", ClaimKey = "claim", OrderKey = "order", SupersededKey = "superseded";

    /// <summary>Reads the strings of the TXT record.</summary>
    /// <param name="strings">The quoted strings, unquoted.</param>
    /// <returns>
    /// The history; null when it is none, for instance after a change by hand. What a newer version has added is left out.
    /// </returns>
    public static WriterHistory? Parse(IReadOnlyList<string> strings)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in strings)
        {
            if (text.IndexOf('=', StringComparison.Ordinal) is var at and > 0)
            {
                fields[text[..at]] = text[(at + 1)..];
            }
        }
        if (!long.TryParse(fields.GetValueOrDefault(ChangesKey), NumberStyles.None, CultureInfo.InvariantCulture, out var changes))
        {
            return null;
        }
        Claim? claim = null;
        if (fields.TryGetValue(ClaimKey, out var claimed))
        {
            if (Words<ClaimBasis>(claimed) is not var (basis, group, at))
            {
                return null;
            }
            claim = new Claim(group, basis, at);
        }
        Order? order = null;
        if (fields.TryGetValue(OrderKey, out var ordered))
        {
            if (Words<NoticeKind>(ordered) is not var (kind, group, at))
            {
                return null;
            }
            order = new Order(kind, group, at);
        }
        var superseded = fields.GetValueOrDefault(SupersededKey) ?? string.Empty;
        return new WriterHistory(changes, claim, order, superseded.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The strings of the TXT record, in a form that a person can read in the console.</summary>
    public IReadOnlyList<string> Strings() =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{ChangesKey}={Changes}"),
        .. Claim is null ? Array.Empty<string>() : [$"{ClaimKey}={Claim.Basis} {Claim.Group} {Time(Claim.At)}"],
        .. Order is null ? Array.Empty<string>() : [$"{OrderKey}={Order.Kind} {Order.Group} {Time(Order.Published)}"],
        .. Superseded.Count == 0 ? Array.Empty<string>() : [$"{SupersededKey}={string.Join(' ', Superseded)}"],
    ];

    /// <summary>Whether another history says the same, whatever the number of changes.</summary>
    public bool SaysTheSameAs(WriterHistory other) =>
        (this with { Changes = 0 }).Strings().SequenceEqual((other with { Changes = 0 }).Strings());

    /// <summary>A time as precise as the history keeps it: two times compare alike before and after they were written.</summary>
    public static DateTimeOffset Precise(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    private static (T Word, string Group, DateTimeOffset At)? Words<T>(string text) where T : struct, Enum =>
        text.Split(' ') is [var word, var group, var time] && Enum.TryParse<T>(word, out var value) && Enum.IsDefined(value)
        && DateTimeOffset.TryParseExact(
            time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? (value, group, at)
            : null;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
