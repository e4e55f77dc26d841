namespace SessionStore.Infra.Tests.Replication;

/// <summary>A primary, a secondary of its Global Datastore, and a third Region that a replicator fills.</summary>
/// <remarks>Proof limit: no packet is sent between the three Regions.</remarks>
public class MixedStoreTests
{
    private StageRun _secondary = null!, _third = null!;

    [OneTimeSetUp]
    public async Task Deploy()
    {
        var primary = await Deployed.Option("replicator-primary");
        _secondary = await StageRun.OfAsync(
            Deployed.File("secondary").With(("session-store:primaryStack", "replicator-primary")),
            new FakeCloud("us-east-2") { StackReference = _ => primary.Outputs });
        _third = await StageRun.OfAsync(
            Deployed.OptionFile("replicator-secondary").With(
                ("session-store:peers", "[\"secondary\"]"), ("session-store:vpcCidr", "10.20.0.0/16"),
                ("session-store:publicSubnetCidrs", "[\"10.20.10.0/24\",\"10.20.11.0/24\"]"),
                ("session-store:privateSubnetCidrs", "[\"10.20.20.0/24\",\"10.20.21.0/24\"]")),
            new FakeCloud("ap-southeast-6")
            {
                StackReference = name => name.EndsWith("/secondary", StringComparison.Ordinal) ? _secondary.Outputs : primary.Outputs,
            });
    }

    [Test]
    public void The_one_joins_the_datastore_and_the_other_does_not() => Assert.Multiple(() =>
    {
        Assert.That(_secondary.Resource("cache-replication-group").Has("globalReplicationGroupId"), Is.True);
        Assert.That(_secondary.Resources.Select(resource => resource.Name), Has.None.StartsWith("replicator"), "the datastore feeds it");
        Assert.That(_third.Resource("cache-replication-group").Has("globalReplicationGroupId"), Is.False);
        Assert.That(_third.Resources.Select(resource => resource.Name), Has.Some.EqualTo("replicator-instance-group"));
    });

    [Test]
    public async Task A_member_may_come_after_it_and_connects_with_it()
    {
        var primary = await Deployed.Option("replicator-primary");
        var replicated = await Deployed.Option("replicator-secondary");
        var later = await StageRun.OfAsync(
            Deployed.File("tertiary").With(
                ("session-store:primaryStack", "replicator-primary"), ("session-store:peers", "[\"replicator-secondary\"]")),
            new FakeCloud("us-west-2")
            {
                StackReference = name => name.EndsWith("-secondary", StringComparison.Ordinal) ? replicated.Outputs : primary.Outputs,
            });
        Assert.Multiple(() =>
        {
            Assert.That(later.Resource("cache-replication-group").Has("globalReplicationGroupId"), Is.True);
            Assert.That(later.Resources.Select(resource => resource.Name), Has.Some.EqualTo("peering-ap-southeast-6-connection"));
        });
    }

    [Test]
    public void The_replicator_reaches_whichever_Region_the_writer_name_leads_to() => Assert.That(
        _third.All("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
            .Where(rule => rule.Text("securityGroupId") == _third.Id("access-client") && rule.Has("cidrIpv4"))
            .Select(rule => rule.Text("cidrIpv4")),
        Is.EquivalentTo(new[] { "10.16.0.0/16", "10.18.0.0/16" }));
}
