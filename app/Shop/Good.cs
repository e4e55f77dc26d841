using System.Globalization;

namespace SessionStore.App.Shop;

/// <summary>Something to put into a basket.</summary>
/// <param name="Id">What forms and sessions call it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Cents">Its price in cents of a dollar.</param>
public sealed record Good(string Id, string Name, int Cents)
{
    /// <summary>All there is, in the order that it is shown.</summary>
    public static IReadOnlyList<Good> All { get; } =
    [
        new("lamp", "Lamp", 3900),
        new("teapot", "Teapot", 2450),
        new("notebook", "Notebook", 780),
        new("scarf", "Scarf", 1999),
        new("kite", "Kite", 1650),
    ];

    /// <summary>A price for people.</summary>
    public static string Price(int cents) => string.Create(CultureInfo.InvariantCulture, $"${cents / 100}.{cents % 100:00}");
}
