using SessionStore.Client.Caching;
using StackExchange.Redis;

namespace SessionStore.Client.Expiring;

/// <summary>When a stored entry ends, as its fields say.</summary>
/// <param name="Absolute">The field <c>absexp</c>.</param>
/// <param name="Sliding">The field <c>sldexp</c>.</param>
/// <param name="End">The field <c>endexp</c>.</param>
internal readonly record struct Ending(RedisValue Absolute, RedisValue Sliding, RedisValue End)
{
    /// <summary>The earlier of the absolute end and, for an entry that slides, of that of its sliding; null where no field says a
    /// time.</summary>
    // A merge may combine a renewal in one Region with another one's write: a renewal means nothing to an entry that does not slide.
    public DateTimeOffset? At => (EntryLayout.Time(Absolute), Sliding == EntryLayout.None ? null : EntryLayout.Time(End)) switch
    {
        ({ } absolute, { } end) => absolute < end ? absolute : end,
        var (absolute, end) => absolute ?? end,
    };
}

/// <summary>
/// Microsoft's layout and one field more, <c>endexp</c>: the time in UTC ticks at which a sliding session ends if nobody reads it, -1 for
/// one that does not slide. A write writes all four fields with one command, a renewal this one alone, and neither asks the absolute end.
/// MemoryDB Multi-Region merges field by field, the last writer wins (developer guide, Consistency and conflict resolution): so a renewal
/// can neither bring back a session that was removed meanwhile nor undo what another Region has written. What it leaves of a removed
/// session, this field alone, is no session.
/// </summary>
internal static class ValueLayout
{
    /// <summary>The field that Microsoft's layout does not have.</summary>
    public const string EndField = "endexp";

    private static readonly RedisValue[] _all =
        [EntryLayout.AbsoluteField, EntryLayout.SlidingField, EndField, EntryLayout.DataField];

    /// <summary>The fields that tell an entry's end, in the order that <see cref="EndingOf"/> takes them.</summary>
    public static RedisValue[] EndingFields { get; } = _all[..3];

    /// <summary>The fields to read, in the order that <see cref="Parse"/> takes them.</summary>
    public static RedisValue[] FieldsToRead(bool withData) => withData ? _all : EndingFields;

    /// <summary>What is written for an entry.</summary>
    public static HashEntry[] Fields(StoredEntry entry, DateTimeOffset now) => [.. EntryLayout.Fields(entry), Renewal(entry, now)];

    /// <summary>What a renewal writes.</summary>
    public static HashEntry Renewal(StoredEntry entry, DateTimeOffset now) => new(EndField, EntryLayout.TicksOf(now + entry.Sliding));

    /// <summary>When the fields that were read end.</summary>
    public static Ending EndingOf(RedisValue[] values) => new(values[0], values[1], values[2]);

    /// <summary>Makes an entry of the fields that were read.</summary>
    /// <param name="values">The values of <see cref="FieldsToRead"/>.</param>
    /// <param name="now">The time.</param>
    /// <returns>The entry; null where it has ended, and where a field is missing: then it is none, or what a merge has left of
    /// one.</returns>
    public static StoredEntry? Parse(RedisValue[] values, DateTimeOffset now) =>
        values.Any(value => value.IsNull) || EndingOf(values).At <= now ? null : new StoredEntry(
            EntryLayout.Time(values[0]), EntryLayout.Span(values[1]), values.Length > 3 ? values[3] : RedisValue.Null, EndingOf(values).At);

    /// <summary>
    /// Removes an entry if its end is still the one that was seen, compared with WATCH, MULTI and EXEC. MemoryDB Multi-Region's list of
    /// unsupported commands has none of them, but it does not guarantee that a transaction is atomic (developer guide, Prerequisites and
    /// limitations): nothing that a user is waiting for depends on it.
    /// </summary>
    /// <returns>False if it has another end by now.</returns>
    public static Task<bool> RemoveAsync(IDatabase database, RedisKey key, Ending seen)
    {
        var transaction = database.CreateTransaction();
        Compare(EntryLayout.AbsoluteField, seen.Absolute);
        Compare(EntryLayout.SlidingField, seen.Sliding);
        Compare(EndField, seen.End);
        _ = transaction.KeyDeleteAsync(key);
        return transaction.ExecuteAsync();

        void Compare(string field, RedisValue value) =>
            transaction.AddCondition(value.IsNull ? Condition.HashNotExists(key, field) : Condition.HashEqual(key, field, value));
    }
}
