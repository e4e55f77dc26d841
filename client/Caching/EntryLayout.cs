using System.Globalization;
using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace SessionStore.Client.Caching;

/// <summary>A session as it is stored.</summary>
/// <param name="Absolute">When it ends at the latest; null for never.</param>
/// <param name="Sliding">How long it lasts without being read; null for no such limit.</param>
/// <param name="Data">The session.</param>
/// <param name="End">When it ends if nobody reads it, where the entry itself says so; null for never, or where its key says so.</param>
internal readonly record struct StoredEntry(DateTimeOffset? Absolute, TimeSpan? Sliding, RedisValue Data, DateTimeOffset? End = null);

/// <summary>
/// The layout of Microsoft's RedisCache: a hash with <c>absexp</c> and <c>sldexp</c> in ticks, -1 for none, and <c>data</c>
/// (dotnet/aspnetcore, src/Caching/StackExchangeRedis). Where its end is kept, <see cref="IExpiry"/> decides.
/// </summary>
internal static class EntryLayout
{
    /// <summary>A field of the hash.</summary>
    public const string AbsoluteField = "absexp", SlidingField = "sldexp", DataField = "data";

    /// <summary>What a field says that has no time or span.</summary>
    public const long None = -1;

    /// <summary>Makes an entry of what a caller asks for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The absolute expiration is not in the future.</exception>
    public static StoredEntry Make(RedisValue data, DistributedCacheEntryOptions options, DateTimeOffset now)
    {
        var absolute = options.AbsoluteExpirationRelativeToNow is { } relative ? now + relative : options.AbsoluteExpiration;
        return absolute <= now
            ? throw new ArgumentOutOfRangeException(nameof(options), absolute, "The absolute expiration has to be in the future.")
            : new StoredEntry(absolute, options.SlidingExpiration, data);
    }

    /// <summary>How long an entry lives from now on when nobody reads it; null for ever.</summary>
    public static TimeSpan? LifeOf(StoredEntry entry, DateTimeOffset now) => (entry.Absolute - now, entry.Sliding) switch
    {
        ({ } absolute, { } sliding) => absolute < sliding ? absolute : sliding,
        var (absolute, sliding) => absolute ?? sliding,
    };

    /// <summary>
    /// How long an entry should live on; null while less than a tenth of its sliding expiration has passed, or where it has none.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="left">How long it still lives; null where it has no end.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan? DueRenewal(StoredEntry entry, TimeSpan? left, DateTimeOffset now) =>
        entry.Sliding is { } sliding && LifeOf(entry, now) is { } life && life > TimeSpan.Zero && !(life - left < sliding / 10)
            ? life
            : null;

    /// <summary>Microsoft's three fields.</summary>
    public static HashEntry[] Fields(StoredEntry entry) =>
    [
        new(AbsoluteField, TicksOf(entry.Absolute)), new(SlidingField, entry.Sliding?.Ticks ?? None), new(DataField, entry.Data),
    ];

    /// <summary>A time as a field has it.</summary>
    public static RedisValue TicksOf(DateTimeOffset? time) => time?.UtcTicks ?? None;

    /// <summary>The time that a field says; null for none.</summary>
    public static DateTimeOffset? Time(RedisValue value) =>
        Ticks(value) is { } ticks and >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>The span that a field says; null for none.</summary>
    public static TimeSpan? Span(RedisValue value) => Ticks(value) is { } ticks ? TimeSpan.FromTicks(ticks) : null;

    private static long? Ticks(RedisValue value) =>
        long.TryParse((string?)value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks) && ticks != None
            ? ticks
            : null;
}
