using SessionStore.App.Sessions;

namespace SessionStore.App.Shop;

/// <summary>What a session holds: who it is, since when, and a basket. To be used while the session is loaded.</summary>
/// <param name="session">The session.</param>
internal sealed class Visit(ISession session)
{
    /// <summary>The longest name.</summary>
    public const int LongestName = 40;

    /// <summary>The most of one good.</summary>
    public const int Most = 99;

    private const string NameKey = "name", StartedKey = "started";

    /// <summary>Who has signed in; null for nobody.</summary>
    public string? Name => session.GetString(NameKey);

    /// <summary>When they did.</summary>
    public DateTimeOffset? Started => SessionTime.Get(session, StartedKey);

    /// <summary>Begins a visit, with an empty basket whatever was there before.</summary>
    public void Begin(string name)
    {
        session.Clear();
        session.SetString(NameKey, name);
        SessionTime.Set(session, StartedKey, DateTimeOffset.UtcNow);
    }

    /// <summary>How many of a good are in the basket.</summary>
    public int Count(Good good) => session.GetInt32(Key(good)) ?? 0;

    /// <summary>Puts one more into the basket, or takes one out; what cannot be, such as fewer than none, is left as it is.</summary>
    public void Change(Good good, int by)
    {
        var count = Math.Clamp(Count(good) + by, 0, Most);
        if (count == 0)
        {
            session.Remove(Key(good));
        }
        else
        {
            session.SetInt32(Key(good), count);
        }
    }

    private static string Key(Good good) => $"basket-{good.Id}";
}
