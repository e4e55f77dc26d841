using System.Xml.Linq;
using SessionStore.Contract;

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
        var zone = records.Descendants(Namespace + "ResourceRecordSet").ToDictionary(KeyOf, ContentOf);
        foreach (var change in batch.Descendants(Namespace + "Change"))
        {
            var record = Record(change);
            var (key, content) = (KeyOf(record), ContentOf(record));
            var named = $"resource record set [name='{key.Name}.', type='{key.Type}']";
            Refusal ??= (change.Element(Namespace + "Action")!.Value, zone.GetValueOrDefault(key)) switch
            {
                ("CREATE", not null) => $"Tried to create {named} but it already exists",
                ("DELETE", null) => $"Tried to delete {named} but it was not found",
                ("DELETE", { } there) when there != content =>
                    $"Tried to delete {named} but the values provided do not match the current values",
                ("CREATE" or "UPSERT", null) => Stranger(zone, record, key),
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
        Refusal ??= Uneven(zone);
    }

    /// <summary>Why Route 53 refuses the batch; null when it accepts it.</summary>
    public string? Refusal { get; }

    /// <summary>The set identifier of an override that the batch changes; null where it changes none.</summary>
    public string? Override => _batch.Descendants(Namespace + "SetIdentifier").Select(id => id.Value)
        .FirstOrDefault(id => id.StartsWith(WriterSets.OverridePrefix, StringComparison.Ordinal));

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
            var made = changes.Where(change => !IsDeletion(change)).Select(change => KeyOf(Record(change))).ToHashSet();
            changes.Where(change => IsDeletion(change) && made.Contains(KeyOf(Record(change)))).Remove();
            foreach (var action in carried.Descendants(Namespace + "Action").Where(action => action.Value == "CREATE"))
            {
                action.Value = "UPSERT";
            }
            return carried;
        }
    }

    private static XElement Record(XElement change) => change.Element(Namespace + "ResourceRecordSet")!;

    private static bool IsDeletion(XElement change) => change.Element(Namespace + "Action")!.Value == "DELETE";

    private static Key KeyOf(XElement record) => new(
        record.Element(Namespace + "Name")!.Value.TrimEnd('.').ToLowerInvariant(),
        record.Element(Namespace + "Type")!.Value,
        record.Element(Namespace + "SetIdentifier")?.Value);

    private static Content ContentOf(XElement record) => new(
        record.Element(Namespace + "TTL")?.Value,
        record.Element(Namespace + "Weight")?.Value,
        record.Element(Namespace + "Region")?.Value,
        record.Element(Namespace + "HealthCheckId")?.Value,
        string.Join(' ', record.Descendants(Namespace + "Value").Select(value => value.Value).Order(StringComparer.Ordinal)));

    // Records of one name and type share one routing policy, a simple one stands alone (SetIdentifier and Weight, ResourceRecordSet in the
    // API reference). The words are those that people have met with a simple record beside weighted ones.
    private static string? Stranger(Dictionary<Key, Content> zone, XElement record, Key key)
    {
        var others = zone.Where(other => (other.Key.Name, other.Key.Type) == (key.Name, key.Type)).ToArray();
        var alike = key.Id is not null
            && others.All(other => other.Key.Id is not null && other.Value.IsWeighted == ContentOf(record).IsWeighted);
        return others.Length == 0 || alike ? null
            : $"RRSet with DNS name {key.Name}., type {key.Type} cannot be created as other RRSets exist with the same name and type.";
    }

    // "You must specify the same value for TTL for all of the records in this group of weighted records" (Values specific for weighted
    // records). Where somebody does not, Route 53 gives all of them the last one's, by the same page. Nothing of ours may rest on that, so
    // it is refused here; at the end of the batch, so that one can change them all.
    private static string? Uneven(Dictionary<Key, Content> zone) => zone.Where(record => record.Value.IsWeighted)
        .GroupBy(record => (record.Key.Name, record.Key.Type), record => record.Value.Ttl)
        .Where(group => group.Distinct().Count() > 1)
        .Select(group => $"The weighted records with DNS name {group.Key.Name}., type {group.Key.Type} have the TTLs "
            + $"{string.Join(", ", group.Distinct())}: expected one for all").FirstOrDefault();

    private sealed record Key(string Name, string Type, string? Id);

    private sealed record Content(string? Ttl, string? Weight, string? Region, string? HealthCheckId, string Values)
    {
        public bool IsWeighted => Weight is not null;
    }
}
