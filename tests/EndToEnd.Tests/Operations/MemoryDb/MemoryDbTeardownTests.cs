using SessionStore.Ops.MemoryDb;

namespace SessionStore.EndToEnd.Tests.Operations.MemoryDb;

/// <summary>How a store on MemoryDB is taken down, and when it cannot be.</summary>
public sealed class MemoryDbTeardownTests
{
    [Test]
    public void The_secondaries_go_first_and_the_last_copy_last() => Assert.That(MemoryDbTeardown.Of(Looks.Well).Lines, Is.EqualTo(new[]
    {
        "# Each destroy deletes its Region's copy of the data, the last one the data. A copy to keep, beforehand:",
        "# aws memorydb create-snapshot --region us-east-1 --cluster-name s-us-east-1 --snapshot-name s-last",
        "pulumi config set deletionProtection false --stack two && pulumi up --refresh --stack two",
        "pulumi config set deletionProtection false --stack one && pulumi up --refresh --stack one",
        "pulumi destroy --refresh --run-program --stack two",
        "# Where the other Regions go on: HDEL sweepers us-east-2 in one of them, with the client's InstanceName before sweepers",
        "pulumi destroy --refresh --run-program --stack one",
    }));

    [TestCaseSource(nameof(Cases))]
    public void What_a_guard_would_refuse_is_said_before(object status, string[] reasons)
    {
        var found = MemoryDbTeardown.Of((MemoryDbStatus)status).Reasons;
        Assert.That(found, Has.Count.EqualTo(reasons.Length), string.Join(Environment.NewLine, found));
        Assert.Multiple(() =>
        {
            foreach (var (reason, expected) in found.Zip(reasons))
            {
                Assert.That(reason, Does.StartWith(expected));
            }
        });
    }

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("well", Looks.Well);
        yield return Case("one Region is left, and busy",
            Looks.WithWhole(_ => Looks.Members("us-east-1") with { Status = "updating" }));
        yield return Case("everything is gone", Looks.WithWhole(_ => null));
        yield return Case("busy", Looks.WithWhole(whole => whole with { Status = "updating" }),
            "virxk-s is updating: wait until it is available.");
        yield return Case("a Region of nobody's", Looks.WithWhole(_ => Looks.Members("us-east-1", "eu-west-1")),
            "s-eu-west-1 in eu-west-1 belongs to virxk-s, and none of the stacks is its: the guard of stack one refuses");
        yield return Case("the primary's is gone", Looks.WithWhole(_ => Looks.Members("us-east-2")),
            "us-east-1 has no cluster, so that the guard refuses to delete the last copy of the data in another Region");
        yield return Case("a lost Region", Looks.With(0, Looks.Lost),
            "us-east-1 does not say what it is a part of, so that the guard of stack one refuses",
            "How late the writes of other Regions are in us-east-1 is unknown");
        yield return Case("an unknown lag", Looks.With(1, region => region with { Lag = null, Unknown = [Looks.Unknown(region, "lag")] }),
            "How late the writes of other Regions are in us-east-2 is unknown");
        yield return Case("a long lag", Looks.With(1, region => region with { Alarms = ["s-replication-lag"] }),
            "s-replication-lag rings in us-east-2");
        yield return Case("another alarm", Looks.With(1, region => region with { Alarms = ["s-memory"] }));
        yield return Case("a silent Route 53", Looks.Well with
        {
            Names = new(new Dictionary<string, string>()) { Unknown = [Looks.Unknown(Looks.Well.Regions[0], "writerTargets")] },
        }, "MemoryDB in us-east-1 does not answer: no answer within 10 s: no record can be deleted before it does.");
    }

    private static TestCaseData Case(string name, MemoryDbStatus status, params string[] reasons) =>
        new TestCaseData(status, reasons).SetArgDisplayNames(name);
}
