namespace SessionStore.Lambda.Tests.Histories;

/// <summary>
/// What clients see of one outage of Route 53's control plane, in a world that behaves otherwise: the name goes where it has to, once, and
/// never back.
/// </summary>
internal sealed class HandOverTests
{
    // A look a minute, the patience with Route 53, and what a request and a role that is polled for take.
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(60 + 12 + 6);

    private static readonly int[] _staleness = [0, 30, 120];

    [Test]
    public void After_a_promotion_in_silence_the_answer_changes_once_and_the_record_once(
        [ValueSource(nameof(_staleness))] int staleness, [Values] Aging aging, [Values] bool announced, [Values(2, 3)] int regions)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var played = Play(seed, Conditions(staleness, aging), regions,
                simulation => simulation.Promote(simulation.Groups[1], announced));
            Assert.That(played.Answers, Is.EqualTo(new[] { "group-a", "group-b" }), $"seed {seed}");
            Assert.That(played.Moves, Is.EqualTo(1), $"seed {seed}");
            Assert.That(played.Overriding, Is.EqualTo(new[] { "group-b" }), $"seed {seed}");
            Assert.That(played.Took, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(staleness) + _look + Conditions(0, aging).OverrideBegins));
        }
    }

    [Test]
    public void After_a_pin_in_silence_the_answer_changes_once_and_the_record_once([Values(2, 3)] int regions)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var played = Play(seed, Conditions(0, Aging.Fading), regions, simulation => simulation.Give(simulation.Groups[1]));
            Assert.That(played.Answers, Is.EqualTo(new[] { "group-a", "group-b" }), $"seed {seed}");
            Assert.That((played.Moves, played.Overriding.Single()), Is.EqualTo((1, "group-b")), $"seed {seed}");
            Assert.That(played.Took, Is.LessThanOrEqualTo(_look + Conditions(0, Aging.Fading).OverrideBegins), $"seed {seed}");
        }
    }

    [Test]
    public void A_pin_that_is_taken_away_in_silence_leads_back_and_leaves_nothing()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var played = Play(seed, Conditions(0, Aging.Fading), 3, simulation =>
            {
                simulation.Give(simulation.Groups[1]);
                simulation.Run(TimeSpan.FromMinutes(10));
                simulation.Give(null);
                simulation.Run(TimeSpan.FromMinutes(10));
            });
            Assert.That(played.Answers, Is.EqualTo(new[] { "group-a", "group-b", "group-a" }), $"seed {seed}");
            Assert.That(played.Moves, Is.Zero, $"seed {seed}");
        }
    }

    [Test]
    public void When_another_Region_is_pinned_in_silence_both_answer_no_longer_than_an_override_takes_to_end()
    {
        var conditions = Conditions(0, Aging.Fading);
        for (var seed = 1; seed <= 10; seed++)
        {
            var played = Play(seed, conditions, 3, simulation =>
            {
                simulation.Promote(simulation.Groups[1]);
                simulation.Run(TimeSpan.FromMinutes(10));
                simulation.Give(simulation.Groups[2]);
            });
            Assert.That(played.Answers, Is.EqualTo(new[] { "group-a", "group-b", "group-b or group-c", "group-c" }), $"seed {seed}");
            Assert.That(played.Both, Is.LessThanOrEqualTo(conditions.OverrideEnds), $"seed {seed}");
            Assert.That(played.Moves, Is.EqualTo(1), $"seed {seed}");
        }
    }

    [Test]
    public void An_old_primary_that_is_cut_off_from_its_notices_and_roles_does_not_override()
    {
        var played = Play(1, Conditions(120, Aging.Demotions), 2, simulation =>
        {
            simulation.Datastore.Promote(simulation.Time.GetUtcNow(), [.. simulation.Groups]);
            simulation.Run(TimeSpan.FromMinutes(20));
        });
        Assert.That((played.Answers.Last(), played.Overriding.Single()), Is.EqualTo(("group-b", "group-b")));
    }

    [Test]
    public void An_override_that_ended_with_its_last_value_would_lead_back() =>
        Assert.That(
            Enumerable.Range(1, 20).Any(seed => Play(
                seed, Conditions(0, Aging.Fading) with { OverrideEnds = TimeSpan.FromSeconds(100) }, 2,
                simulation => simulation.Promote(simulation.Groups[1])).Answers.Count > 2),
            Is.True);

    private static Conditions Conditions(int staleness, Aging aging) => new()
    {
        Overrides = true,
        Staleness = TimeSpan.FromSeconds(staleness),
        Aging = aging,
        Cold = 0.3,
    };

    private static Played Play(int seed, Conditions conditions, int regions, Action<Simulation> deeds)
    {
        var random = new Random(seed);
        using var simulation = new Simulation(seed, conditions, regions);
        simulation.Run(TimeSpan.FromMinutes(10));
        simulation.Silent = true;
        simulation.Run(TimeSpan.FromMinutes(5) * random.NextDouble());
        var start = simulation.Time.GetUtcNow();
        deeds(simulation);
        simulation.Run(TimeSpan.FromMinutes(8) + (TimeSpan.FromMinutes(20) * random.NextDouble()));
        simulation.Silent = false;
        simulation.Run(TimeSpan.FromMinutes(20));
        var end = simulation.Time.GetUtcNow();
        Assert.That(OutageLaws.BrokenAtTheEnd(simulation, TimeSpan.FromMinutes(20)), Is.Empty, $"seed {seed}");
        var seconds = Enumerable.Range(0, (int)(end - start).TotalSeconds)
            .Select(second => simulation.DataPlane.Answer(start + TimeSpan.FromSeconds(second))).ToList();
        var first = seconds[0][0];
        return new(
            [.. simulation.DataPlane.Answers(start, end)],
            simulation.Moves.Count(move => move.At >= start),
            [.. simulation.DataPlane.Values.Select(value => value.Group).Distinct()],
            TimeSpan.FromSeconds(seconds.FindIndex(answer => answer[0] != first)),
            TimeSpan.FromSeconds(seconds.Count(answer => answer.Count > 1)));
    }

    /// <summary>What came of an outage.</summary>
    /// <param name="Answers">The answers, each once for as long as it stayed.</param>
    /// <param name="Moves">How often the record changed.</param>
    /// <param name="Overriding">Who overrode.</param>
    /// <param name="Took">How long the first answer stayed.</param>
    /// <param name="Both">For how long several Regions answered.</param>
    private sealed record Played(
        IReadOnlyList<string> Answers, int Moves, IReadOnlyList<string> Overriding, TimeSpan Took, TimeSpan Both);
}
