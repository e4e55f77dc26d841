namespace SessionStore.EndToEnd.Tests.Operations;

public sealed class TeardownTests : OperatedWorld
{
    private static readonly string[] _order =
    [
        "pulumi config set deletionProtection false --stack secondary && pulumi up --refresh --stack secondary",
        "pulumi config set deletionProtection false --stack primary && pulumi up --refresh --stack primary",
        "pulumi destroy --refresh --run-program --stack secondary",
        "pulumi destroy --refresh --run-program --stack primary",
    ];

    [Test]
    public async Task The_secondary_goes_before_the_primary() => Assert.That((await Succeed("teardown")).Lines, Is.EqualTo(_order));

    [Test]
    public async Task After_a_failover_the_way_back_comes_first()
    {
        World.Promoted = Away;
        await SetAsync(RRType.TXT, World.PinName, $"\"{Away.Member.ReplicationGroupId}\"");
        string[] before = ["scripts/ops unpin", "scripts/ops promote us-east-1"];
        Assert.That((await Succeed("teardown")).Lines, Is.EqualTo(before.Concat(_order)));
    }

    [Test]
    public async Task With_a_Region_lost_or_on_its_own_it_points_to_the_runbook()
    {
        Home.Member.Reachable = false;
        Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        var run = await Fail("teardown");
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("us-east-1 does not answer: see \"Fail back\" in docs/runbook.md"));
            Assert.That(run.Text, Does.Contain("us-east-2 is no member of the datastore: see \"Fail back\""));
        });
    }
}
