using SessionStore.Ops.MemoryDb;

namespace SessionStore.EndToEnd.Tests.Operations.MemoryDb;

/// <summary>What is wrong with a store on MemoryDB, from what was seen of it.</summary>
public sealed class MemoryDbFindingsTests
{
    [Test]
    public void A_store_that_is_well_has_none() => Assert.That(MemoryDbFindings.Of(Looks.Well, 5), Is.Empty);

    [Test]
    public void What_is_unknown_is_no_finding() => Assert.That(
        MemoryDbFindings.Of(Looks.Well with { Regions = [.. Looks.Well.Regions.Select(Looks.Lost)] }, 5), Is.Empty);

    [TestCaseSource(nameof(Wrong))]
    public void What_is_wrong_is_said(object status, string[] findings) =>
        Assert.That(MemoryDbFindings.Of((MemoryDbStatus)status, 5), Is.EqualTo(findings));

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("gone", Looks.WithWhole(_ => null), "the Multi-Region cluster virxk-s does not exist");
        yield return Case("gone, as one shows it, and another does not answer", Looks.Well with
        {
            Regions = [Looks.Lost(Looks.Well.Regions[0]), Looks.Well.Regions[1] with { MultiRegionCluster = null }],
        });
        yield return Case("updating", Looks.WithWhole(whole => whole with { Status = "updating" }),
            "the Multi-Region cluster virxk-s is updating, as us-east-1 and us-east-2 show it: expected available");
        yield return Case("late view", Looks.With(1, region => region with { MultiRegionCluster = Looks.Members("us-east-2") }),
            "Regions differ in what they show of virxk-s: us-east-1, us-east-2, as us-east-1 shows it; us-east-2, as us-east-2 shows it");
        yield return Case("a member without a stack", Looks.WithWhole(_ => Looks.Members("us-east-1", "us-east-2", "eu-west-1")),
            "eu-west-1 has the cluster s-eu-west-1 of virxk-s, and none of the stacks is its: name its stack, too, or find out who "
                + "added it");
        yield return Case("a stack without a member", Looks.WithWhole(_ => Looks.Members("us-east-1")),
            "us-east-2: s-us-east-2 is no member of virxk-s: it belongs to virxk-s");
        yield return Case("no cluster", Removed(),
            "us-east-2: s-us-east-2 does not exist: `pulumi up --refresh --stack two` creates it, and it copies everything from the "
                + "others");
        yield return Case("a busy cluster", Cluster(cluster => cluster with { Status = "updating" }),
            "us-east-2: the cluster is updating: expected available");
        yield return Case("a broken node", Cluster(cluster => cluster with { Nodes = [new("n1", "available"), new("n2", null)] }),
            "us-east-2: 1 of 2 nodes are not available: n2 is unknown");
        yield return Case("another endpoint", Cluster(cluster => cluster with { Endpoint = "new" }),
            "us-east-2: the cluster's endpoint is new: expected e.us-east-2, as in stack two: `pulumi up --refresh --stack two`");
        yield return Case("no endpoint yet", Cluster(cluster => cluster with { Status = "creating", Endpoint = null }),
            "us-east-2: the cluster is creating: expected available");
        yield return Case("open to everybody", Cluster(cluster => cluster with { AclName = "open-access" }),
            "us-east-2: the cluster's ACL is open-access, which lets everybody in: expected the store's");
        yield return Case(
            "other settings", Cluster(cluster => cluster with { NodeType = "db.r7g.2xlarge", EngineVersion = "7.4", Shards = 2 }),
            "us-east-2: the cluster's node type is db.r7g.2xlarge: expected db.r7g.xlarge, that of the Multi-Region cluster",
            "us-east-2: the cluster's engine version is 7.4: expected 7.3, that of the Multi-Region cluster",
            "us-east-2: the cluster's number of shards is 2: expected 1, that of the Multi-Region cluster");
        yield return Case("lag", Lag(new(5001, OfAccount: false, [])),
            "us-east-2: writes of other Regions are 5001 ms late: expected at most 5000 ms");
        yield return Case("somebody's lag", Lag(new(90000.5, OfAccount: true, [])),
            "us-east-2: writes of other Regions are 90000.5 ms late, or those of another MemoryDB store of the account: expected at most "
                + "5000 ms");
        yield return Case("lag at the limit", Lag(new(5000, OfAccount: false, [])));
        yield return Case("alarms", Looks.With(0, region => region with { Alarms = ["s-memory", "s-lag"] }),
            "us-east-1: alarm s-memory rings", "us-east-1: alarm s-lag rings");
        yield return Case("names", Named(null, ("us-east-1", "elsewhere"), ("eu-west-1", "e.eu-west-1")),
            "us-east-1: w.example leads to elsewhere: expected e.us-east-1",
            "us-east-2: w.example has no latency record of the Region, whose clients are led elsewhere: `pulumi up --refresh --stack two`",
            "w.example leads to e.eu-west-1 near eu-west-1, which none of the stacks deploys to");
        yield return Case("a name by hand", Named("by.hand", ("us-east-1", "e.us-east-1"), ("us-east-2", "e.us-east-2")),
            "w.example leads to by.hand, and not by latency: expected one latency record for each Region");
        yield return Case("a silent Route 53", Looks.Well with
        {
            Names = new(new Dictionary<string, string>()) { Unknown = [Looks.Unknown(Looks.Well.Regions[0], "writerTargets")] },
        });
    }

    private static MemoryDbStatus Removed() => Looks.WithWhole(_ => Looks.Members("us-east-1")) is var look
        ? look with { Regions = [look.Regions[0], look.Regions[1] with { Cluster = null, MultiRegionCluster = null }] } : look;

    private static MemoryDbStatus Cluster(Func<ClusterStatus, ClusterStatus> change) =>
        Looks.With(1, region => region with { Cluster = change(region.Cluster!) });

    private static MemoryDbStatus Lag(LagStatus lag) => Looks.With(1, region => region with { Lag = lag });

    private static MemoryDbStatus Named(string? foreign, params (string Region, string Target)[] targets) => Looks.Well with
    {
        Names = new(targets.ToDictionary(target => target.Region, target => target.Target)) { Foreign = foreign },
    };

    private static TestCaseData Case(string name, MemoryDbStatus status, params string[] findings) =>
        new TestCaseData(status, findings).SetArgDisplayNames(name);
}
