using SessionStore.App.Pages;
using SessionStore.App.Shop;

namespace SessionStore.App.Tests;

/// <summary>How things are said.</summary>
internal sealed class FactsTests
{
    [TestCase(-5, "0 seconds", TestName = "a Region's clock may be ahead")]
    [TestCase(0, "0 seconds")]
    [TestCase(1, "1 second")]
    [TestCase(59.9, "59 seconds")]
    [TestCase(60, "1 minute")]
    [TestCase(7199, "1 hour")]
    [TestCase(86400 * 3, "3 days")]
    public void A_time_span_is_said_in_its_largest_unit(double seconds, string text) =>
        Assert.That(Facts.Text(TimeSpan.FromSeconds(seconds)), Is.EqualTo(text));

    [TestCase(0, "$0.00")]
    [TestCase(5, "$0.05")]
    [TestCase(123456, "$1234.56")]
    public void A_price_has_two_places(int cents, string text) => Assert.That(Good.Price(cents), Is.EqualTo(text));
}
