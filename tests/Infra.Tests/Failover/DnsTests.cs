namespace SessionStore.Infra.Tests.Failover;

/// <remarks>Proof limit: no resolver is asked; that latency records lead into the client's own Region shows on AWS only.</remarks>
public class DnsTests
{
    private const string Record = "aws:route53/record:Record";

    [Test]
    public async Task The_writer_record_leads_to_the_founding_member()
    {
        var stage = await Deployed.Stack("primary");
        var record = stage.Resource("dns-writer");
        Assert.Multiple(() =>
        {
            Assert.That(record.Text("name"), Is.EqualTo("demo.valkey-dr.live"));
            Assert.That(record.Text("type"), Is.EqualTo("CNAME"));
            Assert.That(record["ttl"], Is.EqualTo(10));
            Assert.That(record.List("records"), Is.EqualTo(new[] { Deployed.PrimaryOutput("primaryEndpoint") }));
            Assert.That(record.Text("zoneId"), Is.EqualTo(Deployed.PrimaryOutput("hostedZoneId")));
            Assert.That(record.Text("setIdentifier"), Is.EqualTo("current"));
            Assert.That(record.Objects("weightedRoutingPolicies").Single()["weight"], Is.EqualTo(0));
            Assert.That(record.Has("healthCheckId"), Is.False, "what has no health check is always healthy");
        });
    }

    [Test]
    public async Task No_update_of_the_stack_moves_the_record_back_after_a_failover()
    {
        var record = (await Deployed.Stack("primary")).Resource("dns-writer");
        Assert.That(record.IgnoreChanges, Is.EquivalentTo(new[] { "records", "ttl" }));
    }

    [Test]
    public async Task No_update_of_the_primary_takes_the_secondaries_out_of_the_zone()
    {
        var zone = (await Deployed.Stack("primary")).Only("aws:route53/zone:Zone");
        Assert.Multiple(() =>
        {
            Assert.That(zone.Text("name"), Is.EqualTo("valkey-dr.live"));
            Assert.That(zone.List("vpcs"), Has.Count.EqualTo(1), "a zone with no VPC would be public");
            Assert.That(zone.IgnoreChanges, Is.EqualTo(new[] { "vpcs" }));
        });
    }

    [TestCase("secondary", "us-east-2")]
    [TestCase("tertiary", "us-west-2")]
    public async Task A_secondarys_VPC_sees_the_zone(string stack, string region)
    {
        var stage = await Deployed.Stack(stack);
        var association = stage.Only("aws:route53/zoneAssociation:ZoneAssociation");
        Assert.Multiple(() =>
        {
            Assert.That(association.Text("zoneId"), Is.EqualTo(Deployed.PrimaryOutput("hostedZoneId")));
            Assert.That(association.Text("vpcId"), Is.EqualTo(stage.Id("network-vpc")));
            Assert.That(association.Text("vpcRegion"), Is.EqualTo(region));
        });
    }

    [TestCase("primary", "us-east-1")]
    [TestCase("secondary", "us-east-2")]
    [TestCase("tertiary", "us-west-2")]
    public async Task Reads_stay_in_the_Region_because_the_reader_name_has_an_answer_in_each(string stack, string region)
    {
        var stage = await Deployed.Stack(stack);
        var record = stage.Resource("reader-record");
        Assert.Multiple(() =>
        {
            Assert.That(record.Text("name"), Is.EqualTo("reader.valkey-dr.live"));
            Assert.That(record.Text("setIdentifier"), Is.EqualTo(region));
            Assert.That(record.Objects("latencyRoutingPolicies").Single()["region"], Is.EqualTo(region));
            Assert.That(record.List("records"), Is.EqualTo(new[] { stage.Output("readerEndpoint") }));
        });
    }

    [TestCase("secondary")]
    [TestCase("tertiary")]
    public async Task A_secondary_does_not_touch_the_writer_record(string stack)
    {
        var records = (await Deployed.Stack(stack)).All(Record).Select(record => record.Name);
        Assert.That(records, Is.EquivalentTo(new[] { "reader-record", "override-record" }));
    }
}
