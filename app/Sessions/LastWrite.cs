using SessionStore.Client;

namespace SessionStore.App.Sessions;

/// <summary>The last write of a session, which the session itself remembers.</summary>
/// <param name="Region">The Region that took it, or its endpoint where that tells no Region.</param>
/// <param name="Time">When it was.</param>
public sealed record LastWrite(string Region, DateTimeOffset Time)
{
    private const string RegionKey = "last-write-region", TimeKey = "last-write-time";

    /// <summary>The last write of a session that has been loaded; null where it has had none.</summary>
    public static LastWrite? Of(ISession session) =>
        session.GetString(RegionKey) is { } region && SessionTime.Get(session, TimeKey) is { } time ? new(region, time) : null;

    /// <summary>
    /// Saves the session, and in it who took it. Who that was is known only afterwards: where a failover came between, it is saved again.
    /// </summary>
    /// <exception cref="SessionStoreUnavailableException">It could not be saved within the budget.</exception>
    public static async Task CommitAsync(HttpContext context)
    {
        var store = context.RequestServices.GetRequiredService<ISessionStoreConnection>();
        for (string? noted = null, taken = Name(store.Writer); noted != taken; taken = Name(store.Writer))
        {
            noted = taken;
            context.Session.SetString(RegionKey, noted);
            SessionTime.Set(context.Session, TimeKey, DateTimeOffset.UtcNow);
            await context.Session.CommitAsync(context.RequestAborted);
        }
    }

    private static string Name(SessionStoreEndpoint? writer) => writer?.Region ?? writer?.Host ?? "unknown";
}
