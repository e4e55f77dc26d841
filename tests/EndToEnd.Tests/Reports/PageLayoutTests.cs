using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Engine;
using SessionStore.Rehearsal;
using SessionStore.Rehearsal.Reports;

namespace SessionStore.EndToEnd.Tests.Reports;

/// <summary>
/// The page fits a phone and a desk, in both themes. Chromium looks at it where it is installed and leaves pictures in
/// <c>artifacts/pages</c>; what can make a page too wide is looked for without it, too.
/// </summary>
public sealed partial class PageLayoutTests
{
    private static readonly string _page = HtmlPage.Of([SampleRuns.Long, SampleRuns.Unstarted, SampleRuns.Long, SampleRuns.Active]);

    [TestCase(390, "light", "rgb(255, 255, 255)")]
    [TestCase(390, "dark", "rgb(18, 23, 30)")]
    [TestCase(1280, "light", "rgb(255, 255, 255)")]
    [TestCase(1280, "dark", "rgb(18, 23, 30)")]
    public async Task A_browser_shows_nothing_that_sticks_out_covers_another_or_is_too_small(int width, string scheme, string paper)
    {
        if (Browser.Find() is not { } browser)
        {
            await TestContext.Out.WriteLineAsync("No Chromium here: what can make the page too wide has been looked for without one.");
            Assert.That(TooWide(width), Is.Empty);
            return;
        }
        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", "pages")).FullName;
        var picture = Path.Combine(folder, $"{width}-{scheme}.png");
        File.Delete(picture);
        var layout = await browser.OpenAsync(_page, width, scheme, picture);
        Assert.Multiple(() =>
        {
            Assert.That(layout.Found, Is.Empty);
            Assert.That((layout.Width, layout.Paper), Is.EqualTo((width, paper)));
            Assert.That(new FileInfo(picture), Has.Property("Exists").True.And.Length.GreaterThan(10_000));
        });
        TestContext.AddTestAttachment(picture);
    }

    [TestCase(390)]
    [TestCase(1280)]
    public void Nothing_in_the_page_asks_for_more_width_than_there_is(int width) => Assert.That(TooWide(width), Is.Empty);

    [Test]
    public void A_phone_is_told_to_show_the_page_in_its_own_width() => Assert.That(
        _page, Does.Contain("""<meta name="viewport" content="width=device-width, initial-scale=1" />"""));

    // Tables scroll by themselves, drawings stretch, places are percents inside the plot, and lengths are shorter than the text's column.
    private static IEnumerable<string> TooWide(int width)
    {
        var page = XDocument.Parse(_page).Root!;
        var style = page.Descendants("style").Single().Value;
        foreach (var table in page.Descendants("table").Where(table => (string?)table.Parent!.Attribute("class") != "scroll"))
        {
            yield return $"a table that does not scroll: {table.Element("caption")?.Value}";
        }
        foreach (var drawing in page.Descendants("svg").Where(drawing => drawing.Attribute("width") is not null))
        {
            yield return $"a drawing of {drawing.Attribute("width")}";
        }
        foreach (var element in page.Descendants().Where(element => element.Attribute("style") is not null))
        {
            var places = Percent().Matches(element.Attribute("style")!.Value)
                .Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            if (places > 100.1)
            {
                yield return $"{element.Value} reaches to {places} %";
            }
        }
        foreach (Match length in Length().Matches(style))
        {
            var pixels = double.Parse(length.Groups[2].Value, CultureInfo.InvariantCulture) * (length.Groups[3].Value == "rem" ? 16 : 1);
            if (length.Groups[1].Value != "max-width" && pixels > width - 32)
            {
                yield return $"{length.Value} in a column of {width - 32} px";
            }
        }
        if (!style.Contains(".scroll { overflow-x: auto", StringComparison.Ordinal)
            || !style.Contains("overflow-wrap: anywhere", StringComparison.Ordinal))
        {
            yield return "tables that do not scroll, or words that do not break";
        }
    }

    [GeneratedRegex(@"(?:left|width):([\d.]+)%")]
    private static partial Regex Percent();

    [GeneratedRegex(@"(max-width|min-width|width|minmax)[:(] ?([\d.]+)(rem|px)")]
    private static partial Regex Length();
}
