using System.Xml.Linq;

namespace SessionStore.EndToEnd.Tests.LocalCloud;

/// <summary>Batches on a writer name that is a group of weighted records, as Route 53 takes or refuses them.</summary>
public sealed class ZoneTransactionTests
{
    private const string Here = "a.example.com", There = "b.example.com";

    private static readonly XNamespace _space = ZoneTransaction.Namespace;

    private static readonly XElement
        _current = Weighted("current", 0, Here),
        _override = Weighted("override-us-east-2", 1, There, check: "check"),
        _simple = Record(Here);

    private static IEnumerable<TestCaseData> Batches()
    {
        yield return Case("the functions' move", null, Both, ("DELETE", _current), ("CREATE", Weighted("current", 0, There)));
        yield return Case("a deletion under another set identifier", "it was not found", Both, ("DELETE", Weighted("other", 0, Here)));
        yield return Case("a deletion without a set identifier", "it was not found", Both, ("DELETE", _simple));
        yield return Case("a deletion with another weight", "do not match the current values", Both,
            ("DELETE", Weighted("current", 1, Here)));
        yield return Case("a deletion with another health check", "do not match the current values", Both,
            ("DELETE", Weighted("override-us-east-2", 1, There, check: "other")));
        yield return Case("a deletion with another TTL", "do not match the current values", Both,
            ("DELETE", Weighted("current", 0, Here, ttl: 20)));
        yield return Case("a simple record beside weighted ones", "cannot be created as other RRSets exist", Both, ("CREATE", _simple));
        yield return Case("a weighted record beside a simple one", "cannot be created as other RRSets exist", [_simple],
            ("CREATE", _override));
        yield return Case("a latency record beside weighted ones", "cannot be created as other RRSets exist", Both,
            ("CREATE", Record(There, ("SetIdentifier", "us-east-2"), ("Region", "us-east-2"))));
        yield return Case("the update of an existing store", null, [_simple], ("DELETE", _simple), ("CREATE", _current));
        yield return Case("the same the other way round", "cannot be created as other RRSets exist", [_simple],
            ("CREATE", _current), ("DELETE", _simple));
        yield return Case("another TTL than the group's", "have the TTLs 10, 20", Both,
            ("CREATE", Weighted("override-us-west-2", 1, There, ttl: 20)));
        yield return Case("another TTL for the whole group", null, Both,
            ("UPSERT", Weighted("current", 0, Here, ttl: 20)), ("UPSERT", Weighted("override-us-east-2", 1, There, "check", ttl: 20)));
    }

    [TestCaseSource(nameof(Batches))]
    public void A_batch_is_taken_or_refused(string? refusal, XElement[] zone, (string, XElement)[] changes) =>
        Assert.That(Transaction(zone, changes).Refusal, refusal is null ? Is.Null : Does.Contain(refusal));

    [Test]
    public void A_change_of_an_override_is_seen() => Assert.Multiple(() =>
    {
        Assert.That(Transaction(Both, [("DELETE", _override)]).Override, Is.EqualTo("override-us-east-2"));
        Assert.That(Transaction(Both, [("DELETE", _current)]).Override, Is.Null);
    });

    private static XElement[] Both => [_current, _override];

    private static ZoneTransaction Transaction(XElement[] zone, (string Action, XElement Record)[] changes) => new(
        new XDocument(new XElement(_space + "Zone", zone.Select(record => new XElement(record)))),
        new XDocument(new XElement(_space + "Batch", changes.Select(change => new XElement(
            _space + "Change", new XElement(_space + "Action", change.Action), new XElement(change.Record))))));

    private static XElement Weighted(string id, int weight, string value, string? check = null, int ttl = 10) => Record(
        value, ttl, [("SetIdentifier", id), ("Weight", $"{weight}"), .. check is null ? [] : new[] { ("HealthCheckId", check) }]);

    private static XElement Record(string value, params (string Name, string Value)[] more) => Record(value, 10, more);

    private static XElement Record(string value, int ttl, (string Name, string Value)[] more) => new(
        _space + "ResourceRecordSet",
        new XElement(_space + "Name", "demo.example.com."),
        new XElement(_space + "Type", "CNAME"),
        more.Select(element => new XElement(_space + element.Name, element.Value)),
        new XElement(_space + "TTL", ttl),
        new XElement(_space + "ResourceRecords", new XElement(_space + "ResourceRecord", new XElement(_space + "Value", value))));

    private static TestCaseData Case(string why, string? refusal, XElement[] zone, params (string, XElement)[] changes) =>
        new TestCaseData(refusal, zone, changes).SetArgDisplayNames(why);
}
