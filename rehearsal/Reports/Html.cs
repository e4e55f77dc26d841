using System.Globalization;
using System.Xml.Linq;

namespace SessionStore.Rehearsal.Reports;

/// <summary>
/// Elements of a page. They are made as XML, so that whatever an event says is escaped, and written in the syntax that HTML shares
/// with XML.
/// </summary>
internal static class Html
{
    // "Void elements" of the HTML standard, as far as a page here has them: the only ones that may be written without an end tag.
    private static readonly HashSet<string> _void = ["br", "link", "meta"];

    /// <summary>An element with attributes, text and elements.</summary>
    /// <param name="content">What is in it; null is left out.</param>
    public static XElement Of(string name, params object?[] content)
    {
        var element = new XElement(name, content);
        if (element.IsEmpty && !_void.Contains(name))
        {
            element.Value = "";
        }
        return element;
    }

    /// <summary>An element of a class.</summary>
    /// <param name="content">What is in it; null is left out.</param>
    public static XElement OfClass(string name, string className, params object?[] content) =>
        Of(name, [Attribute("class", className), .. content]);

    /// <summary>An attribute.</summary>
    public static XAttribute Attribute(string name, object value) => new(name, Convert.ToString(value, CultureInfo.InvariantCulture)!);

    /// <summary>A table that scrolls by itself where it is wider than the page, and can be scrolled with the keyboard, too.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="heads">The columns' heads.</param>
    /// <param name="rows">Its rows; the first cell of each is its head.</param>
    public static XElement Table(string caption, IEnumerable<string> heads, IEnumerable<IEnumerable<object>> rows) => OfClass(
        "div",
        "scroll",
        Attribute("tabindex", 0),
        Attribute("role", "region"),
        Attribute("aria-label", caption),
        Of(
            "table",
            OfClass("caption", "unseen", caption),
            Of("thead", Of("tr", heads.Select(head => Of("th", Attribute("scope", "col"), head)))),
            Of("tbody", rows.Select(row => Of("tr", row.Select((cell, index) => index == 0
                ? Of("th", Attribute("scope", "row"), cell)
                : Of("td", cell)))))));

    /// <summary>A list of names and values.</summary>
    /// <param name="class">The list's class.</param>
    /// <param name="pairs">The names and values.</param>
    public static XElement Pairs(string className, IEnumerable<KeyValuePair<string, string>> pairs) =>
        OfClass("dl", className, pairs.Select(pair => Of("div", Of("dt", pair.Key), Of("dd", pair.Value))));

    /// <summary>What can be opened.</summary>
    /// <param name="summary">What is seen while it is closed.</param>
    public static XElement Folded(string summary, params object?[] content) => Of("details", [Of("summary", summary), .. content]);
}
