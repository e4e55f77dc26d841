using SessionStore.Failover;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>
/// Promotions of healthy Regions while ElastiCache shows old roles: how often the name goes back, and how often it moves. The number of
/// promotions is PROMOTIONS in the environment; the table of docs/architecture.md comes from 2,000.
/// </summary>
internal sealed class PromotionTests
{
    private static int Promotions => int.TryParse(Environment.GetEnvironmentVariable("PROMOTIONS"), out var number) ? number : 100;

    private static readonly int[] _staleness = [0, 5, 30, 60, 120];

    [Test]
    public void The_name_moves_once_and_never_back([ValueSource(nameof(_staleness))] int staleness, [Values] Aging aging)
    {
        var outcome = Play(staleness, aging, announced: true);
        TestContext.Out.WriteLine(outcome);
        Assert.That((outcome.Flipped, outcome.MostMoves, outcome.Unfollowed), Is.EqualTo((0, 1, 0)), outcome.ToString());
    }

    [Test]
    public void Without_a_notice_the_name_follows_within_two_minutes_of_the_role(
        [ValueSource(nameof(_staleness))] int staleness, [Values] Aging aging)
    {
        var outcome = Play(staleness, aging, announced: false);
        TestContext.Out.WriteLine(outcome);
        Assert.That((outcome.Flipped, outcome.MostMoves, outcome.Unfollowed), Is.EqualTo((0, 1, 0)), outcome.ToString());
        Assert.That(outcome.Slowest, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(staleness + 120)));
    }

    [TestCase(5)]
    [TestCase(30)]
    [TestCase(60)]
    [TestCase(120)]
    public void Without_the_history_it_would_go_back(int staleness)
    {
        var outcome = Play(staleness, Aging.Demotions, announced: true, decide: Rules.RoleAlone);
        TestContext.Out.WriteLine(outcome);
        Assert.That(outcome.Flipped, Is.Positive);
        Assert.That(outcome.MostMoves, Is.GreaterThan(1));
    }

    [Test]
    public void At_rest_a_look_is_one_request_and_nothing_is_written([Values] Aging aging, [Values] bool overrides)
    {
        var conditions = new Conditions { Staleness = TimeSpan.FromMinutes(2), Aging = aging, Overrides = overrides, Cold = 0.1 };
        using var simulation = new Simulation(1, conditions, regions: 3);
        simulation.Run(TimeSpan.FromMinutes(5));
        var (lists, batches) = (simulation.Zone.Lists, simulation.Batches.Count);
        var (gets, puts) = (simulation.Parameters.Values.Sum(store => store.Gets), simulation.Parameters.Values.Sum(store => store.Puts));
        simulation.Run(TimeSpan.FromHours(1));
        Assert.That((simulation.Zone.Lists - lists, simulation.Batches.Count - batches, simulation.Zone.StatusQueries),
            Is.EqualTo((3 * 60, 0, 0)));
        Assert.That(
            (simulation.Parameters.Values.Sum(store => store.Gets) - gets, simulation.Parameters.Values.Sum(store => store.Puts) - puts),
            Is.EqualTo((overrides ? 3 * 60 : 0, 0)), "of Parameter Store, which takes no money for that");
    }

    private static Outcome Play(int staleness, Aging aging, bool announced, Func<Situation, Decision>? decide = null)
    {
        var conditions = new Conditions { Staleness = TimeSpan.FromSeconds(staleness), Aging = aging };
        using var simulation = new Simulation(staleness, conditions, decide: decide);
        simulation.Run(TimeSpan.FromMinutes(10));
        var (flipped, mostMoves, unfollowed, slowest, all) = (0, 0, 0, TimeSpan.Zero, 0);
        for (var promotion = 1; promotion <= Promotions; promotion++)
        {
            var (group, start) = (simulation.Groups[promotion % 2], simulation.Time.GetUtcNow());
            simulation.Promote(group, announced);
            // Not a whole number of minutes: every promotion meets the rules at another phase.
            simulation.Run(TimeSpan.FromSeconds(10 * 60 + promotion % 60));
            var moves = simulation.Moves.Where(move => move.At >= start).ToList();
            var endpoint = Datastore.EndpointOf(group);
            flipped += moves.Any(move => move.Target != endpoint) ? 1 : 0;
            unfollowed += simulation.Target == endpoint ? 0 : 1;
            mostMoves = Math.Max(mostMoves, moves.Count);
            all += moves.Count;
            slowest = moves.Find(move => move.Target == endpoint) is { } first && first.At - start > slowest ? first.At - start : slowest;
        }
        return new(staleness, aging, announced, Promotions, flipped, mostMoves, (double)all / Promotions, unfollowed, slowest);
    }

    /// <summary>What came of some promotions.</summary>
    private sealed record Outcome(
        int StalenessSeconds, Aging Aging, bool Announced, int Promotions, int Flipped, int MostMoves, double MeanMoves, int Unfollowed,
            TimeSpan Slowest);
}
