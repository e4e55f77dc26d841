using System.Globalization;
using System.Xml.Linq;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The shapes of the AWS query protocol (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html): dotted names in a form, XML
/// as the answer.</summary>
internal static class QueryWire
{
    private const string Member = "member";

    /// <summary>Reads a request; everything that is no map and no list is a text.</summary>
    /// <param name="form">The fields of the form.</param>
    public static Dictionary<string, object?> Read(IReadOnlyDictionary<string, string> form)
    {
        var root = new Dictionary<string, object?>();
        foreach (var (path, value) in form)
        {
            var (at, parts) = (root, path.Split('.'));
            foreach (var part in parts[..^1])
            {
                if (!at.TryGetValue(part, out var next))
                {
                    at[part] = next = new Dictionary<string, object?>();
                }
                at = (Dictionary<string, object?>)next!;
            }
            at[parts[^1]] = value;
        }
        return (Dictionary<string, object?>)Listed(root)!;
    }

    /// <summary>Writes an answer.</summary>
    /// <param name="space">The service's namespace.</param>
    /// <param name="root">The name of the document's element.</param>
    /// <param name="answer">The answer; members that are null are left out.</param>
    public static string Write(string space, string root, Dictionary<string, object?> answer) =>
        Element(space, root, answer).ToString(SaveOptions.DisableFormatting);

    // A map whose one name is "member" is a list, whose items stand under their numbers.
    private static object? Listed(object? value) => value switch
    {
        Dictionary<string, object?> map when map.Count == 1 && map.TryGetValue(Member, out var items)
            && items is Dictionary<string, object?> numbered =>
            numbered.OrderBy(item => int.Parse(item.Key, CultureInfo.InvariantCulture)).Select(item => Listed(item.Value)).ToList(),
        Dictionary<string, object?> map => map.ToDictionary(member => member.Key, member => Listed(member.Value)),
        _ => value,
    };

    private static XElement Element(XNamespace space, string name, object? value) => new(space + name, value switch
    {
        Dictionary<string, object?> map =>
            map.Where(member => member.Value is not null).Select(member => Element(space, member.Key, member.Value)),
        List<object?> list => list.Select(item => Element(space, Member, item)),
        DateTimeOffset at => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value,
    });
}
