namespace SessionStore.EndToEnd.Tests.LocalCloud;

/// <summary>Which records of a zone answer, as Route 53 documents it.</summary>
public sealed class RecordAnswersTests
{
    private const string Domain = "store.test";

    private static readonly ZoneRecord[] _zone =
    [
        new("demo.store.test", "CNAME", 10, ["master.one.amazonaws.com"]),
        new("other.store.test", "CNAME", 30, ["demo.store.test"]),
        new("round.store.test", "CNAME", 30, ["round.store.test"]),
        new("pin.demo.store.test", "TXT", 10, ["\"one\""]),
        new("reader.store.test", "CNAME", 60, ["replica.one.amazonaws.com"], "us-east-1", "us-east-1"),
        new("reader.store.test", "CNAME", 60, ["replica.two.amazonaws.com"], "us-east-2", "us-east-2"),
    ];

    [TestCase("demo.store.test", "CNAME", 0, "demo.store.test 10 CNAME master.one.amazonaws.com")]
    [TestCase("demo.store.test", "A", 0, "demo.store.test 10 CNAME master.one.amazonaws.com", TestName = "A CNAME answers for every type")]
    [TestCase("other.store.test", "A", 0,
        "other.store.test 30 CNAME demo.store.test, demo.store.test 10 CNAME master.one.amazonaws.com", TestName = "A chain is followed")]
    [TestCase("other.store.test", "CNAME", 0, "other.store.test 30 CNAME demo.store.test", TestName = "A CNAME itself is one record")]
    [TestCase("pin.demo.store.test", "TXT", 0, "pin.demo.store.test 10 TXT \"one\"")]
    [TestCase("pin.demo.store.test", "CNAME", 0, "", TestName = "A name with other records exists")]
    [TestCase("store.test", "A", 0, "", TestName = "So does the domain")]
    [TestCase("nobody.store.test", "A", 3, "", TestName = "A name without records does not")]
    [TestCase("example.com", "A", 5, "", TestName = "Other zones are none of its business")]
    [TestCase("notstore.test", "A", 5, "", TestName = "Also where the name ends alike")]
    public void A_question_is_answered(string name, string type, int code, string records)
    {
        var answer = RecordAnswers.Of(_zone, Domain, new(name, type), "us-east-1");
        Assert.That((answer.Code, Text(answer)), Is.EqualTo((code, records)));
    }

    [TestCase("us-east-1", "replica.one.amazonaws.com")]
    [TestCase("us-east-2", "replica.two.amazonaws.com")]
    [TestCase("us-west-2", "replica.one.amazonaws.com", TestName = "A Region without a record is led to another one")]
    public void Latency_records_lead_everybody_to_the_own_Region(string region, string target) =>
        Assert.That(
            RecordAnswers.Of(_zone, Domain, new("reader.store.test", "CNAME"), region).Records.Single().Value, Is.EqualTo(target));

    [Test]
    public void A_loop_ends() => Assert.That(
        RecordAnswers.Of(_zone, Domain, new("round.store.test", "A"), "us-east-1").Records, Has.Count.EqualTo(8));

    [Test]
    public void A_routing_policy_that_is_not_played_is_refused() => Assert.That(
        () => RecordAnswers.Of([new("a.store.test", "CNAME", 1, ["b"], "x")], Domain, new("a.store.test", "A"), "us-east-1"),
        Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
            "a.store.test CNAME has the records x: expected one simple record, or latency or weighted records"));

    [TestCase(false, false, "master.one")]
    [TestCase(false, true, "master.two")]
    [TestCase(true, true, "master.one master.two", TestName = "Two overrides at once share the name")]
    public void An_override_that_is_healthy_goes_before_the_record_that_the_functions_move(bool one, bool two, string expected)
    {
        ZoneRecord[] zone =
        [
            new("demo.store.test", "CNAME", 10, ["master.one"], "current", Weight: 0),
            new("demo.store.test", "CNAME", 10, ["master.one"], "override-us-east-1", Weight: 1, IsHealthy: one),
            new("demo.store.test", "CNAME", 10, ["master.two"], "override-us-east-2", Weight: 1, IsHealthy: two),
        ];
        var answers = new[] { 0.1, 0.9 }.Select(chance =>
            RecordAnswers.Of(zone, Domain, new("demo.store.test", "CNAME"), "us-east-1", chance).Records.Single().Value);
        Assert.That(answers.Distinct(), Is.EqualTo(expected.Split(' ')));
    }

    private static string Text(DnsAnswer answer) =>
        string.Join(", ", answer.Records.Select(record => $"{record.Name} {record.TtlSeconds} {record.Type} {record.Value}"));
}
