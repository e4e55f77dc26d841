using SessionStore.Client.Connecting;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Histories;

/// <summary>
/// Random histories around the class that applications use, on a clock of their own. A failure names its seed, and the seed replays it.
/// </summary>
internal sealed class HistoryTests
{
    private const int Seeds = 300;

    [Test]
    public void Every_history_keeps_the_laws() => Assert.Multiple(() =>
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            Assert.That(new History(seed, null).Run(), Is.Empty, $"seed {seed}");
        }
    });

    [Test]
    public void A_seed_replays_its_history()
    {
        var first = Trace(7);

        Assert.That(Trace(7), Is.EqualTo(first));
        Assert.That(Trace(8), Is.Not.EqualTo(first));
    }

    [TestCase("done twice")]
    [TestCase("not done, it said, and was")]
    [TestCase("longer than the budget")]
    public void The_laws_find_a_client_that_breaks_them(string law)
    {
        Func<Failure, bool, TimeSpan, bool, Recovery> mutant = law switch
        {
            "done twice" => (failure, _, left, writes) => Recovery.Decide(failure, true, left, writes),
            "not done, it said, and was" =>
                (failure, repeatable, left, writes) => Recovery.Decide(failure, repeatable, left, writes) with { MayBeDone = false },
            _ => (failure, repeatable, left, writes) => Recovery.Decide(failure, repeatable, left + TimeSpan.FromSeconds(1), writes),
        };

        Assert.That(Enumerable.Range(1, Seeds).SelectMany(seed => new History(seed, mutant).Run()), Has.Some.Contains(law));
    }

    [Test]
    public void The_laws_find_a_name_that_is_looked_up_only_once() =>
        Assert.That(Enumerable.Range(1, 10).SelectMany(seed => new History(seed, null, stale: true).Run()),
            Has.Some.Contains("does not recover"));

    private static string Trace(int seed)
    {
        var history = new History(seed, null);
        history.Run();
        return history.Trace;
    }
}
