using SessionStore.Failover;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>
/// Random histories in which Route 53's control plane is away at times, from any moment to any other. HISTORIES and SEED in the environment
/// are as for <see cref="RandomHistoryTests"/>.
/// </summary>
internal sealed class OutageTests
{
    private static readonly TimeSpan _answered = TimeSpan.FromMinutes(40);

    private static readonly Conditions _bad = new()
    {
        Overrides = true,
        Lost = 0.05,
        Doubled = 0.2,
        Late = 0.05,
        Slow = 0.1,
        Failing = 0.05,
        Killed = 0.02,
        Cold = 0.1,
        ClockSkew = TimeSpan.FromSeconds(1),
    };

    private static int Histories => Number("HISTORIES", 100);

    [Test]
    public void Every_history_keeps_the_laws()
    {
        var (moves, values) = (0, 0);
        foreach (var seed in Enumerable.Range(Number("SEED", 1), Histories))
        {
            using var simulation = Play(seed, _bad, out var conditions);
            if (Histories == 1)
            {
                TestContext.Out.WriteLine(simulation);
            }
            Assert.That(Broken(simulation, conditions), Is.Empty, $"SEED={seed} HISTORIES=1 plays it again");
            (moves, values) = (moves + simulation.Moves.Count(), values + simulation.DataPlane.Values.Count);
        }
        TestContext.Out.WriteLine($"{Histories} histories, {moves} moves, {values} values of the metric");
        Assert.That(values, Is.GreaterThan(Histories), "histories in which nobody overrides prove nothing");
    }

    public static IEnumerable<TestCaseData> Mutants()
    {
        yield return Deciding(Rules.RoleAssumed, "no Region without role or pin overrides");
        yield return Deciding(Rules.WithoutPinElsewhere, "a Region that was told that another is pinned does not override");
        yield return Merging(Rules.MergeWithoutOrder, "in the end the last order that arrived in time has been carried out");
        yield return Merging(Rules.MergeAnyOrder, "an order is never undone by an earlier one");
        yield return Merging(Rules.MergeAnyClaim, "no group takes the name from one that was promoted later");
        yield return Merging(Rules.MergeRestlessly, "in the end every branch is merged");

        static TestCaseData Deciding(Func<Situation, Decision> decide, string law) =>
            new TestCaseData(decide, null, law).SetArgDisplayNames(decide.Method.Name, law);

        static TestCaseData Merging(Merge merge, string law) =>
            new TestCaseData(null, merge, law).SetArgDisplayNames(merge.Method.Name, law);
    }

    [TestCaseSource(nameof(Mutants))]
    public void A_rule_that_misses_something_breaks_the_law_that_needs_it(
        Func<Situation, Decision>? decide, Merge? merge, string law) =>
        Assert.That(
            Enumerable.Range(1, 1000).Any(seed =>
            {
                using var simulation = Play(seed, _bad, out var conditions, decide, merge);
                return Broken(simulation, conditions).Any(broken => broken.StartsWith(law, StringComparison.Ordinal));
            }),
            Is.True);

    private static IEnumerable<string> Broken(Simulation simulation, Conditions conditions) => Laws.Broken(simulation)
        .Concat(Laws.BrokenAtTheEnd(simulation)).Concat(OutageLaws.Broken(simulation, conditions))
        .Concat(OutageLaws.BrokenAtTheEnd(simulation, _answered));

    private static Simulation Play(
        int seed, Conditions bad, out Conditions conditions, Func<Situation, Decision>? decide = null, Merge? merge = null)
    {
        var random = new Random(seed);
        conditions = bad with { Staleness = TimeSpan.FromSeconds(random.Next(0, 121)), Aging = (Aging)random.Next(3) };
        var simulation = new Simulation(seed, conditions, regions: random.Next(2, 4), decide, merge);
        simulation.Run(TimeSpan.FromMinutes(10));
        for (var deed = 0; deed < 8; deed++)
        {
            var group = simulation.Groups[random.Next(simulation.Groups.Count)];
            switch (random.Next(14))
            {
                case < 6 when simulation.Datastore.Primaries[0] != group:
                    simulation.Promote(group);
                    break;
                case < 8:
                    simulation.Give(group);
                    break;
                case < 10:
                    simulation.Give(null);
                    break;
                default:
                    simulation.Silent = !simulation.Silent;
                    break;
            }
            simulation.Run(TimeSpan.FromSeconds(60 + random.Next(8 * 60) * random.NextDouble()));
        }
        simulation.Silent = false;
        simulation.Run(_answered);
        return simulation;
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : usual;
}
