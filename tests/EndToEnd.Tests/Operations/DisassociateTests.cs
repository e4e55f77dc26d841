namespace SessionStore.EndToEnd.Tests.Operations;

public sealed class DisassociateTests : OperatedWorld
{
    [Test]
    public async Task With_the_primary_lost_the_secondary_becomes_a_group_of_its_own()
    {
        Home.Member.Reachable = false;
        var run = await Succeed("disassociate", "us-east-2", "--yes");
        Assert.Multiple(async () =>
        {
            Assert.That(run.Text, Does.Contain("No primary answers, but one may still run").And.Contain("TWO WRITABLE PRIMARIES"));
            Assert.That(run.Text, Does.Contain("us-east-2 is a group of its own and accepts writes"));
            Assert.That(run.Lines[^1], Is.EqualTo("Now lead demo.valkey-dr.live there: pin us-east-2"));
            Assert.That(await Away.Member.RoleAsync(), Is.Null);
        });
    }

    [Test]
    public async Task With_the_primary_alive_the_warning_is_louder()
    {
        var run = await Succeed("disassociate", "us-east-2", "--dry-run");
        Assert.Multiple(async () =>
        {
            Assert.That(run.Text, Does.Contain("us-east-1 IS ALIVE AND THE PRIMARY").And.Contain("promote it instead"));
            Assert.That(run.Text, Does.Contain("Dry run: would disassociate us-east-2. Nothing has been changed."));
            Assert.That(await Away.Member.RoleAsync(), Is.EqualTo(MemberRoles.Secondary));
        });
    }

    [TestCase("us-east-1", "session-store-us-east-1 is PRIMARY: expected SECONDARY. Nothing has been changed.")]
    [TestCase("us-east-9", "\"us-east-9\" is no Region of the store")]
    public async Task Only_a_secondary_can_leave(string region, string expected) =>
        Assert.That((await Fail("disassociate", region, "--yes")).Text, Does.Contain(expected));

    [Test]
    public async Task Without_a_confirmation_nothing_happens()
    {
        await Fail("disassociate", "us-east-2");
        Assert.That(await Away.Member.RoleAsync(), Is.EqualTo(MemberRoles.Secondary));
    }

    [Test]
    public async Task One_that_has_left_or_does_not_answer_cannot_leave()
    {
        Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        Assert.That((await Fail("disassociate", "us-east-2", "--yes")).Text,
            Does.Contain("is no member of a datastore: expected SECONDARY"));
        Away.Member.Reachable = false;
        Assert.That((await Fail("disassociate", "us-east-2", "--yes")).Text, Does.Contain("ElastiCache in us-east-2 does not answer"));
    }
}
