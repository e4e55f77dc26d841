namespace SessionStore.Client.Tests.Expiring;

/// <summary>
/// Random histories of sessions whose end is in their value, in two Regions that merge field by field. Proof limit: how MemoryDB merges is
/// a model of its documentation.
/// </summary>
internal sealed class TwoRegionsTests
{
    private const int Seeds = 40;

    [Test]
    public async Task Every_history_keeps_the_laws()
    {
        var (sessions, swept, lostCauses, undated) = (0, 0, 0, 0);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            using var history = new TwoRegions(seed, Mutant.None);
            Assert.That(await history.RunAsync(), Is.Empty, $"seed {seed}");
            (sessions, swept) = (sessions + history.Sessions, swept + history.Swept);
            (lostCauses, undated) = (lostCauses + history.LostCauses, undated + history.Undated);
        }
        await TestContext.Out.WriteLineAsync(
            $"{sessions} keys, {swept} swept, {lostCauses} used again at the moment of their removal, {undated} left without an end");
        Assert.That(swept, Is.GreaterThan(Seeds), "there was something to sweep");
        Assert.That(lostCauses, Is.LessThan(swept / 5), "most are not used at that very moment");
        Assert.That(undated, Is.LessThan(swept / 100), "what nobody can date is rarer");
    }

    [TestCase(Mutant.RemovesAtOnce, "a session was removed that lives")]
    [TestCase(Mutant.RemovesWhileARegionIsSilent, "a session was removed that lives")]
    [TestCase(Mutant.RemovesWithoutComparing, "a session was removed that lives")]
    [TestCase(Mutant.ReturnsWhatIsOver, "an expired session was returned")]
    [TestCase(Mutant.ReturnsRests, "a rest was returned")]
    [TestCase(Mutant.RenewsAllFields, "a removed session was returned")]
    [TestCase(Mutant.NeverRenews, "a session was lost")]
    [TestCase(Mutant.LeavesRests, "what is over stays")]
    public async Task The_laws_find_a_client_that_breaks_them(Mutant mutant, string law)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            using var history = new TwoRegions(seed, mutant);
            if ((await history.RunAsync()).Any(broken => broken.Contains(law, StringComparison.Ordinal)))
            {
                return;
            }
        }
        Assert.Fail($"{mutant} was not found in {Seeds} histories");
    }
}
