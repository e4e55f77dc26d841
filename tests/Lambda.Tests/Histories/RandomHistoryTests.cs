using SessionStore.Contract;
using SessionStore.Failover;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>
/// Random histories: promotions and orders while messages are lost, late and doubled, requests are slow or fail, invocations are killed,
/// clocks differ and roles are old. HISTORIES in the environment is their number, SEED the first seed: the message of a failure names the
/// seed to play again.
/// </summary>
internal sealed class RandomHistoryTests
{
    private static readonly Conditions _bad = new()
    {
        Lost = 0.1,
        Doubled = 0.2,
        Late = 0.1,
        Slow = 0.1,
        Failing = 0.1,
        Killed = 0.02,
        ClockSkew = TimeSpan.FromSeconds(1),
    };

    private static int Histories => Number("HISTORIES", 300);

    [Test]
    public void Every_history_keeps_the_laws()
    {
        var (moves, batches) = (0, 0);
        foreach (var seed in Enumerable.Range(Number("SEED", 1), Histories))
        {
            using var simulation = Play(seed, _bad);
            if (Histories == 1)
            {
                TestContext.Out.WriteLine(simulation);
            }
            Assert.That(Laws.Broken(simulation).Concat(Laws.BrokenAtTheEnd(simulation)), Is.Empty,
                $"SEED={seed} HISTORIES=1 plays it again");
            (moves, batches) = (moves + simulation.Moves.Count(), batches + simulation.Batches.Count);
        }
        TestContext.Out.WriteLine($"{Histories} histories, {batches} batches, {moves} moves");
        Assert.That(moves, Is.GreaterThan(Histories), "histories in which nothing happens prove nothing");
    }

    [Test]
    public void The_same_seed_is_the_same_history()
    {
        using var one = Play(7, _bad);
        using var other = Play(7, _bad);
        Assert.That(one.Batches.Select(batch => $"{batch.At:O} {batch.Group} {batch.Target}"),
            Is.EqualTo(other.Batches.Select(batch => $"{batch.At:O} {batch.Group} {batch.Target}")));
    }

    public static IEnumerable<TestCaseData> Mutants()
    {
        yield return Mutant(Rules.RoleAlone, _bad, "the name moves to the group that is entitled");
        yield return Mutant(Rules.WithoutHold, _bad, "no group takes the name from one that was promoted later");
        yield return Mutant(Rules.WithoutOrder, _bad, "an order is never undone by an earlier one");
        yield return Mutant(Decision.Of, _bad with { HistoryIsNotCompared = true }, "no two batches are made from the same history");
        yield return Mutant(Decision.Of, _bad with { HistoryIsNotCompared = true }, "while a group is pinned, the name leads to it");
        yield return Mutant(Rules.WithoutAbdication, _bad, "in the end the name leads to the pinned group or the primary");

        static TestCaseData Mutant(Func<Situation, Decision> decide, Conditions conditions, string law) =>
            new TestCaseData(decide, conditions, law)
                .SetArgDisplayNames(conditions.HistoryIsNotCompared ? "HistoryIsNotCompared" : decide.Method.Name, law);
    }

    [TestCaseSource(nameof(Mutants))]
    public void A_rule_that_misses_something_breaks_the_law_that_needs_it(Func<Situation, Decision> decide, Conditions conditions,
        string law) =>
        Assert.That(
            Enumerable.Range(1, 2000).Any(seed =>
            {
                using var simulation = Play(seed, conditions, decide);
                return Laws.Broken(simulation).Concat(Laws.BrokenAtTheEnd(simulation))
                    .Any(broken => broken.StartsWith(law, StringComparison.Ordinal));
            }),
            Is.True);

    [Test]
    public void Two_primaries_settle([Values] Aging aging)
    {
        Assert.That(MovesOfTwoPrimaries(aging, null), Is.LessThanOrEqualTo(1));
        Assert.That(MovesOfTwoPrimaries(aging, Rules.WithoutSuperseded), Is.GreaterThan(5));
    }

    private static int MovesOfTwoPrimaries(Aging aging, Func<Situation, Decision>? decide)
    {
        using var simulation = new Simulation(1, new Conditions { Staleness = TimeSpan.FromMinutes(1), Aging = aging }, decide: decide);
        simulation.Run(TimeSpan.FromMinutes(10));
        simulation.Datastore.Promote(simulation.Time.GetUtcNow(), [.. simulation.Groups]);
        simulation.Run(TimeSpan.FromHours(2));
        return simulation.Moves.Count();
    }

    private static Simulation Play(int seed, Conditions bad, Func<Situation, Decision>? decide = null)
    {
        var random = new Random(seed);
        var conditions = bad with { Staleness = TimeSpan.FromSeconds(random.Next(0, 121)), Aging = (Aging)random.Next(3) };
        var simulation = new Simulation(seed, conditions, regions: random.Next(2, 4), decide: decide);
        simulation.Run(TimeSpan.FromMinutes(10));
        for (var deed = 0; deed < 8; deed++)
        {
            var group = simulation.Groups[random.Next(simulation.Groups.Count)];
            switch (random.Next(10))
            {
                case < 6 when simulation.Datastore.Primaries[0] != group:
                    simulation.Promote(group);
                    break;
                case < 8:
                    simulation.Publish(group, MessageKeys.Pin, TimeSpan.FromSeconds(random.NextDouble()));
                    break;
                default:
                    simulation.Publish(group, MessageKeys.Unpin, TimeSpan.FromSeconds(random.NextDouble()));
                    break;
            }
            // A promotion takes at least this long, so that the next one cannot be sooner; orders can.
            simulation.Run(TimeSpan.FromSeconds(60 + random.Next(8 * 60) * random.NextDouble()));
        }
        simulation.Run(conditions.LatestDelivery + TimeSpan.FromMinutes(15));
        return simulation;
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : usual;
}
