using SessionStore.Ops.Aws;
using SessionStore.Ops.MemoryDb;
using SessionStore.Ops.Verify;

namespace SessionStore.EndToEnd.Tests.Operations.MemoryDb;

/// <summary>What a verification of a store on MemoryDB answers to what was seen.</summary>
public sealed class MemoryDbAnswersTests
{
    [Test]
    public void A_store_that_is_well_is_as_expected() => Assert.That(
        MemoryDbAnswers.Of(Looks.Well).Select(answer => answer.Verdict), Has.Exactly(8).Items.And.All.EqualTo(Verdict.AsExpected));

    [Test]
    public void What_is_different_is_said()
    {
        var answers = Of(Looks.With(1, region => region with
        {
            Cluster = region.Cluster! with { Nodes = [new("n1", "available"), new("n2", "modifying")], Shards = 2 },
            Lag = new(9, OfAccount: true, []),
        }) with
        { Names = new(new Dictionary<string, string>()) });
        Assert.That(answers, Is.EqualTo(new[]
        {
            (1, "available, a member, 1 of 2 nodes available", Verdict.Different),
            (1, "db.r7g.xlarge, Valkey 7.3, 2 shard(s)", Verdict.Different),
            (2, "none; there is one of another dimension, or of another store", Verdict.Different),
            (3, "no record", Verdict.Different),
        }));
    }

    [Test]
    public void What_does_not_exist_is_not_as_expected()
    {
        var gone = Looks.WithWhole(_ => null);
        Assert.That(Of(gone with { Regions = [.. gone.Regions.Select(region => region with { Cluster = null })] })
            .Where(answer => answer.Step == 1), Has.Exactly(2).Items.And.All.EqualTo((1, "does not exist", Verdict.Different)));
    }

    [Test]
    public void What_could_not_be_asked_is_unknown() => Assert.That(
        Of(Looks.With(1, Looks.Lost)).Where(answer => answer.Step < 3).Select(answer => (answer.Said, answer.Verdict)),
        Has.Exactly(3).Items.And.All.EqualTo(("MemoryDB in us-east-2 does not answer: no answer within 10 s", Verdict.Unknown)));

    [Test]
    public void A_store_of_one_Region_has_no_lag()
    {
        var alone = Looks.WithWhole(_ => Looks.Members("us-east-2"));
        Assert.That(Of(alone with { Regions = [alone.Regions[0], alone.Regions[1] with { Lag = null }] })
            .Single(answer => answer.Step == 2).Verdict, Is.EqualTo(Verdict.AsExpected));
    }

    [TestCase("OK", 2, ExpectedResult = "OK: AsExpected")]
    [TestCase("INSUFFICIENT_DATA", 2, ExpectedResult = "OK: Different")]
    [TestCase("INSUFFICIENT_DATA", 1, ExpectedResult = "not ALARM: AsExpected")]
    [TestCase("ALARM", 1, ExpectedResult = "not ALARM: Different")]
    [TestCase(null, 1, ExpectedResult = "not ALARM: Different")]
    public string The_alarm_has_to_be_there_and_know(string? state, int members)
    {
        var look = Looks.WithWhole(_ => Looks.Members([.. new[] { "us-east-2", "us-east-1" }.Take(members)]));
        var answer = MemoryDbAnswers.Alarm(look, Looks.Store.Regions[1], state, failure: null);
        return $"{answer.Expected}: {answer.Verdict}";
    }

    [Test]
    public void An_alarm_that_could_not_be_asked_for_is_unknown() => Assert.That(
        MemoryDbAnswers.Alarm(Looks.Well, Looks.Store.Regions[1], null, new ServiceFailure("denied", IsSilence: false)).Verdict,
        Is.EqualTo(Verdict.Unknown));

    private static IEnumerable<(int Step, string Said, Verdict Verdict)> Of(MemoryDbStatus status) =>
        MemoryDbAnswers.Of(status).Where(answer => answer.Region == "us-east-2")
            .Select(answer => (answer.Step, answer.Said, answer.Verdict));
}
