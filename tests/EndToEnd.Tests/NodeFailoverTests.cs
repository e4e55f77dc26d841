using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>
/// A node dies inside a Region, with real servers: what ElastiCache does about it is played by <see cref="Datastore"/>, after its
/// documentation, so that nothing here proves how long it takes there.
/// </summary>
public sealed class NodeFailoverTests
{
    private const string Home = "us-east-1", Away = "us-east-2";

    private static readonly RunOptions _short =
        new(Rate: 20, Tick: TimeSpan.FromMilliseconds(700), Seed: 7, Outage: TimeSpan.FromSeconds(3));

    [TestCase(null, "session-store-us-east-1-001", "session-store-us-east-1-002", 2, 2)]
    [TestCase("cluster", "session-store-us-east-1-0001-001", "session-store-us-east-1-0001-00[23]", 3, 2)]
    public async Task Writers_follow_the_endpoint_to_the_promoted_replica_and_the_record_stays(
        string? option, string dead, string promoted, int homeNodes, int awayNodes)
    {
        var shape = new List<string>();
        var facts = await PlayAsync(option, async stage =>
        {
            foreach (var region in stage.Regions)
            {
                var roles = await Task.WhenAll(region.Cache.Nodes.Select(async node => (Node: node, Role: await node.RoleAsync())));
                shape.AddRange(roles.Select(node => $"{region.Name} {node.Role}{(node.Node == region.Server ? ", endpoint" : "")}"));
            }
        });
        Assert.Multiple(() =>
        {
            Assert.That(facts.Changes, Is.Empty);
            Assert.That(facts.RecordNode, Does.Match($"^{promoted}$"));
            Assert.That(facts.Writes[0].Node, Is.EqualTo(dead));
            Assert.That(facts.Writes.Select(write => (write.Client, write.Node)).Distinct(), Is.EquivalentTo(new[]
            {
                (Home, dead), (Away, dead), (Home, facts.RecordNode), (Away, facts.RecordNode),
            }));
            Assert.That(facts.Recoveries.Single().Took, Is.Not.Null);
            Assert.That(facts.Waited, Is.Positive, "whoever wrote while the endpoint led to the dead node has waited");
            Assert.That(facts.Unacknowledged, Is.Empty, "and nobody for longer than the client's budget");
            // One primary in the whole store, and each Region's endpoint leads to the node that the other Region's chain hangs on.
            Assert.That(shape.Where(node => node.StartsWith(Home, StringComparison.Ordinal)), Has.Exactly(homeNodes).Items);
            Assert.That(shape.Where(node => node.StartsWith(Away, StringComparison.Ordinal)), Has.Exactly(awayNodes).Items);
            Assert.That(shape.Where(node => node.Contains("endpoint", StringComparison.Ordinal)), Is.EqualTo(new[]
            {
                $"{Home} master, endpoint", $"{Away} slave, endpoint",
            }));
            Assert.That(shape.Where(node => node.Contains("master", StringComparison.Ordinal)), Has.Exactly(1).Items);
        });
    }

    [Test]
    public async Task After_a_node_failed_over_the_Region_can_still_be_left_and_come_back_to()
    {
        var facts = await PlayAsync(option: null, async stage =>
        {
            await Scenario.All.Single(scenario => scenario.Name == "promote").PlayAsync(stage, CancellationToken.None);
        });
        Assert.Multiple(() =>
        {
            Assert.That(facts.Changes.Select(change => change.To), Is.EqualTo(new[] { Away, Home }));
            Assert.That(facts.RecordNode, Is.EqualTo("session-store-us-east-1-002"));
            Assert.That(facts.Lost!.Where(write => write.Node != "session-store-us-east-1-001"), Is.Empty);
        });
    }

    private static async Task<Facts> PlayAsync(string? option, Func<LiveStage, Task> thenAsync)
    {
        var scenario = new Scenario("node-failover", "and more", async (stage, cancellationToken) =>
        {
            await Scenario.All.Single(played => played.Name == "node-failover").PlayAsync(stage, cancellationToken);
            await thenAsync(stage);
        });
        var facts = await Played.ToTheEndAsync(scenario, _short with { Option = option });
        Assert.That(Verdict.On(facts).Where(finding => !finding.Kept).Select(finding => $"{finding.Promise}: {finding.Seen}"), Is.Empty);
        return facts;
    }
}
