using System.Xml.Linq;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// A change batch as Route 53 takes it: all of it or nothing, each change against the zone as the changes before it leave it, and a
/// deletion only of what is there to the letter (ChangeResourceRecordSets in the API reference). moto compares with everything
/// that ever was there instead, so that a lost race would win and a way back would be refused.
/// </summary>
internal sealed class ZoneTransaction
{
    /// <summary>The namespace of Route 53's documents.</summary>
    public static readonly XNamespace Namespace = "https://route53.amazonaws.com/doc/2013-04-01/";

    private readonly XDocument _batch;

    /// <summary>Tries a batch on a zone.</summary>
    /// <param name="records">The zone, as ListResourceRecordSets shows it.</param>
    public ZoneTransaction(XDocument records, XDocument batch)
    {
        _batch = batch;
        var zone = records.Descendants(Namespace + "ResourceRecordSet").ToDictionary(Key, Content);
        foreach (var change in batch.Descendants(Namespace + "Change"))
        {
            var record = Record(change);
            var (key, content) = (Key(record), Content(record));
            var named = $"resource record set [name='{key.Name}.', type='{key.Type}']";
            Refusal ??= (change.Element(Namespace + "Action")!.Value, zone.GetValueOrDefault(key)) switch
            {
                ("CREATE", not null) => $"Tried to create {named} but it already exists",
                ("DELETE", null) => $"Tried to delete {named} but it was not found",
                ("DELETE", { } there) when there != content =>
                    $"Tried to delete {named} but the values provided do not match the current values",
                _ => null,
            };
            if (change.Element(Namespace + "Action")!.Value == "DELETE")
            {
                zone.Remove(key);
            }
            else
            {
                zone[key] = content;
            }
        }
    }

    /// <summary>Why Route 53 refuses the batch; null when it accepts it.</summary>
    public string? Refusal { get; }

    /// <summary>Where the batch makes the one CNAME lead that it creates; null when it creates none.</summary>
    public string? Target => _batch.Descendants(Namespace + "Change")
        .Where(change => !IsDeletion(change) && change.Descendants(Namespace + "Type").Single().Value == "CNAME")
        .Select(change => change.Descendants(Namespace + "Value").Single().Value.TrimEnd('.')).SingleOrDefault();

    /// <summary>
    /// The batch as moto carries it out at once: what is deleted and made anew is replaced, so that nobody sees the zone in between, and
    /// moto, which checks creations before it carries out deletions, has nothing to object to.
    /// </summary>
    public XDocument Carried
    {
        get
        {
            var carried = new XDocument(_batch);
            var changes = carried.Descendants(Namespace + "Change").ToArray();
            var made = changes.Where(change => !IsDeletion(change)).Select(change => Key(Record(change))).ToHashSet();
            changes.Where(change => IsDeletion(change) && made.Contains(Key(Record(change)))).Remove();
            foreach (var action in carried.Descendants(Namespace + "Action").Where(action => action.Value == "CREATE"))
            {
                action.Value = "UPSERT";
            }
            return carried;
        }
    }

    private static XElement Record(XElement change) => change.Element(Namespace + "ResourceRecordSet")!;

    private static bool IsDeletion(XElement change) => change.Element(Namespace + "Action")!.Value == "DELETE";

    private static (string Name, string Type, string? Id) Key(XElement record) => (
        record.Element(Namespace + "Name")!.Value.TrimEnd('.').ToLowerInvariant(),
        record.Element(Namespace + "Type")!.Value,
        record.Element(Namespace + "SetIdentifier")?.Value);

    private static string Content(XElement record) => string.Join(
        ' ',
        record.Descendants(Namespace + "Value").Select(value => value.Value).Order(StringComparer.Ordinal)
            .Prepend(record.Element(Namespace + "Region")?.Value).Prepend(record.Element(Namespace + "TTL")?.Value));
}
