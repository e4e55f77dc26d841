using SessionStore.Replicator.Following;

namespace SessionStore.Replicator.Tests.Following;

/// <summary>What INFO and CONFIG say of changes that no notification tells.</summary>
internal sealed class SourceFactsTests
{
    private const string Info = "# Server\r\nredis_version:7.0.15\r\nrun_id:abc\r\n# Commandstats\r\ncmdstat_get:calls=9,usec=1\r\n"
        + "cmdstat_flushall:calls=2,usec=12,usec_per_call=6.00\r\ncmdstat_swapdb:calls=1,usec=1\r\n# "
            + "Persistence\r\nrdb_changes_since_last_save:41\r\n";

    [Test]
    public void They_are_read() => Assert.That(SourceFacts.Of(Info), Is.EqualTo(new SourceFacts("abc", 3, 41)));

    [Test]
    public void What_one_node_does_not_say_is_unknown_of_all()
    {
        var all = SourceFacts.Of([SourceFacts.Of(Info), new("", null, null)], "slots");
        Assert.That(all, Is.EqualTo(new SourceFacts(" abc slots", null, null)));
    }

    [TestCase("KA", ExpectedResult = true)]
    [TestCase("AKE", ExpectedResult = true)]
    [TestCase("g$lshzxetK", ExpectedResult = true)]
    [TestCase("AE", ExpectedResult = false)]
    [TestCase("Kx", ExpectedResult = false)]
    [TestCase("Kg$lshzxe", ExpectedResult = false)]
    [TestCase("", ExpectedResult = false)]
    public bool What_suffices(string events) => SourceWatch.Suffices(events);
}
