using System.Text.Json;
using Amazon.Route53.Model;
using SessionStore.Ops;
using SessionStore.Ops.MemoryDb;
using SessionStore.Ops.Store;

namespace SessionStore.EndToEnd.Tests.Operations.MemoryDb;

/// <summary>What the tool learns from the outputs of a store on MemoryDB, and what it says where they do not fit.</summary>
public sealed class MemoryDbStoreTests
{
    [Test]
    public void The_kinds_are_told_apart_by_an_output()
    {
        Assert.Multiple(() =>
        {
            Assert.That(MemoryDbStore.Is([Primary(), Secondary()]), Is.True);
            Assert.That(MemoryDbStore.Is([Primary(("store", null))]), Is.False);
            Assert.That(() => MemoryDbStore.Is([Primary(), Secondary(("store", null))]), Throws.TypeOf<OpsException>().With.Message.EqualTo(
                "the store of primary is on MemoryDB (output store), and that of secondary is a Global Datastore: expected the stacks of "
                    + "one store"));
            Assert.That(() => MemoryDbStore.Is([Primary(("store", "other"))]), Throws.TypeOf<OpsException>().With.Message.EqualTo(
                "stack primary: output store is other: expected memoryDb, or no such output: use the tool of the version that has deployed "
                    + "it"));
        });
    }

    [Test]
    public void The_primary_stack_comes_first_whatever_the_order()
    {
        var store = MemoryDbStore.Read([Secondary(), Primary()]);
        Assert.Multiple(() =>
        {
            Assert.That(store.Regions, Is.EqualTo(new MemoryDbRegion[]
            {
                new("primary", "us-east-1", "s-us-east-1", "endpoint.us-east-1"),
                new("secondary", "us-east-2", "s-us-east-2", "endpoint.us-east-2"),
            }));
            Assert.That((store.Name, store.MultiRegionClusterName, store.HostedZoneId), Is.EqualTo(("s", "virxk-s", "Z1")));
        });
    }

    [Test]
    public void Everything_that_does_not_fit_is_told_at_once() => Assert.That(
        () => MemoryDbStore.Read([Primary(("clusterName", null)),
            Secondary(("multiRegionClusterName", "other"), ("region", "us-east-1"), ("writerName", "x"))]),
        Throws.TypeOf<OpsException>().With.Message.EqualTo(string.Join(Environment.NewLine,
            "The outputs of the stacks do not describe a store:",
            "stack primary: output clusterName is missing: run `pulumi up --stack primary` with this version of the program",
            "stack secondary: output multiRegionClusterName is \"other\": expected \"virxk-s\", as in stack primary",
            "stack secondary: output writerName is \"x\": expected \"w.example\", as in stack primary",
            "stacks primary and secondary deploy to us-east-1: expected a Region for each")));

    [TestCase("promote", "it has no writer Region, every Region takes writes at all times: nothing is promoted")]
    [TestCase("pin", "trafficDial: 0")]
    [TestCase("unpin", "nothing is pinned")]
    [TestCase("disassociate", "teardown says how")]
    [TestCase("rejoin", "a Region that was cut off merges by itself")]
    [TestCase("reconcile", "no failover function")]
    [TestCase("revive-notifications", "nothing listens")]
    [TestCase("redrive", "no dead letters")]
    [TestCase("migrate finish", "fills no store on MemoryDB")]
    [TestCase("accept-writes", "no writer Region")]
    [TestCase("whatever-comes", "no writer Region")]
    public void A_command_without_a_meaning_is_refused_by_name(string command, string reason) => Assert.That(
        MeaninglessCommand.Refusal(MemoryDbStore.Read([Primary(), Secondary()]), command).Message,
        Does.StartWith($"{command} has no meaning for the store s, which is on MemoryDB (memoryDb): ").And.Contains(reason));

    [TestCase("us-east-2 0001", "us-east-2")]
    [TestCase("ClusterName: s-us-east-1, Source: us-east-2", "us-east-2")]
    [TestCase("us-east-20", null)]
    [TestCase("us-east-2 eu-west-1", null)]
    [TestCase("0001", null)]
    public void The_source_of_a_lag_is_the_one_other_Region_that_its_label_names(string label, string? region) =>
        Assert.That(LagReader.Source(label, ["us-east-2", "eu-west-1"]), Is.EqualTo(region));

    [Test]
    public void Names_are_latency_records_and_whatever_else_there_is()
    {
        var names = NearestRecords.Of([Record("us-east-1", "one."), Record("us-east-2", "two."), Record(null, "three.")]);
        Assert.That((names.Targets["us-east-1"], names.Targets["us-east-2"], names.Foreign), Is.EqualTo(("one", "two", "three")));
    }

    private static ResourceRecordSet Record(string? region, string target) =>
        new("w.example.", RRType.CNAME) { Region = region, ResourceRecords = [new(target)] };

    private static StackOutputs Primary(params (string Name, object? Value)[] changes) =>
        Outputs("primary", "us-east-1", [("hostedZoneId", "Z1"), .. changes]);

    private static StackOutputs Secondary(params (string Name, object? Value)[] changes) => Outputs("secondary", "us-east-2", changes);

    private static StackOutputs Outputs(string stack, string region, (string Name, object? Value)[] changes)
    {
        var values = new Dictionary<string, object?>
        {
            ["store"] = "memoryDb",
            ["name"] = "s",
            ["multiRegionClusterName"] = "virxk-s",
            ["region"] = region,
            ["writerName"] = "w.example",
            ["clusterName"] = $"s-{region}",
            ["clusterEndpoint"] = $"endpoint.{region}",
        };
        foreach (var (name, value) in changes)
        {
            values[name] = value;
        }
        return new(stack, values.Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => JsonSerializer.SerializeToElement(pair.Value)));
    }
}
