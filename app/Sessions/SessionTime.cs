using System.Globalization;

namespace SessionStore.App.Sessions;

/// <summary>Times in a session, in milliseconds since 1970.</summary>
internal static class SessionTime
{
    /// <summary>A time; null where there is none.</summary>
    public static DateTimeOffset? Get(ISession session, string key) =>
        long.TryParse(session.GetString(key), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    /// <summary>Remembers a time.</summary>
    public static void Set(ISession session, string key, DateTimeOffset time) =>
        session.SetString(key, time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
}
