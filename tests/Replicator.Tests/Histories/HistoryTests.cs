using System.Globalization;
using SessionStore.Replicator.Fencing;

namespace SessionStore.Replicator.Tests.Histories;

/// <summary>
/// Random histories: writes on both sides, moves of the name with and without an order before them, a resolver that is late or silent, a
/// store that refuses writes, lost subscriptions, killed workers and two at once. HISTORIES=20000 plays more than ./test does; a seed plays
/// the same again.
/// </summary>
internal sealed class HistoryTests
{
    private static readonly TimeSpan _length = TimeSpan.FromMinutes(6), _calm = TimeSpan.FromMinutes(2);

    private static int Count => int.Parse(Environment.GetEnvironmentVariable("HISTORIES") ?? "300", CultureInfo.InvariantCulture);

    [Test]
    public void No_law_is_broken() =>
        Assert.That(Enumerable.Range(1, Count).SelectMany(seed => Play(seed, new()).Select(broken => $"seed {seed}: {broken}")).Take(5),
            Is.Empty);

    private static IEnumerable<TestCaseData> Mutants() =>
        Rules.WithoutOne().Select(mutant => new TestCaseData(mutant.Rules).SetArgDisplayNames(mutant.Name));

    [TestCaseSource(nameof(Mutants))]
    public void Without_a_rule_a_law_is_broken(Rules rules) =>
        Assert.That(Enumerable.Range(1, 300).SelectMany(seed => Play(seed, rules)).FirstOrDefault(), Is.Not.Null);

    private static List<string> Play(int seed, Rules rules)
    {
        var world = new World(seed);
        var workers = new List<ModelWorker> { Begin() };
        for (var number = 0; number < World.Keys; number++)
        {
            world.WriteAtA();
            world.WriteAtB();
        }
        Repeat(400, () =>
        {
            if (!world.IsOwn)
            {
                world.WriteAtA();
            }
        });
        Repeat(700, () =>
        {
            if (world.IsOwn)
            {
                world.WriteAtB();
            }
        });
        // Clients that have not looked the name up again still write at the old writer.
        Repeat(9_000, world.WriteAtA);
        Repeat(60_000, Promote);
        Repeat(20_000, () => workers[^1].Tenure?.Cut());
        Repeat(45_000, () =>
        {
            workers[^1].Kill();
            workers.Add(Begin());
        });
        Repeat(80_000, () => workers.Add(Begin()));
        Repeat(40_000, () =>
        {
            world.ResolverIsDown = true;
            world.After(world.Between(100, 40_000), () => world.ResolverIsDown = false);
        });
        Repeat(50_000, () =>
        {
            world.RefusesWrites = true;
            world.After(world.Between(100, 20_000), () => world.RefusesWrites = false);
        });
        Check();
        // A move that was announced still comes.
        world.Time.Pass(_length + TimeSpan.FromSeconds(1));
        (world.ResolverIsDown, world.RefusesWrites) = (false, false);
        // Nobody can be unaware any more of where the name led last.
        world.Time.Pass(World.Stale + World.Lease + World.Lease + World.Latest);
        if (world.IsOwn)
        {
            world.Move(toOwn: false);
        }
        if (world.Fence == FenceValues.Held)
        {
            world.SetFence("");
        }
        world.Time.Pass(_calm);
        if (!world.AreEqual)
        {
            world.Broken.Add("in the end the stores differ");
        }
        return world.Broken;

        ModelWorker Begin()
        {
            var worker = new ModelWorker(world, rules, $"worker{world.Random.Next()}");
            worker.Start();
            return worker;
        }

        void Promote()
        {
            if (world.IsOwn)
            {
                world.Move(toOwn: false);
            }
            else if (world.Random.Next(2) == 0 && !world.RefusesWrites)
            {
                // As `ops promote` does it: hold, then move.
                world.SetFence(FenceValues.Held, TimeSpan.FromMinutes(15));
                world.After(world.Between(10, 500), () => world.Move(toOwn: true));
            }
            else
            {
                world.Move(toOwn: true);
            }
        }

        void Check()
        {
            if (workers.Any(worker => worker.ClaimsInStep && worker.Tenure is { IsCut: false, IsQuiet: true }) && !world.IsOwn
                && !world.AreEqual
                && world.Fence.StartsWith("lease", StringComparison.Ordinal))
            {
                world.Broken.Add($"{world.Now}: said to be in step, with nothing on its way, and the stores differ");
            }
            world.After(TimeSpan.FromMilliseconds(37), Check);
        }

        void Repeat(int milliseconds, Action action) => world.After(world.Between(milliseconds / 2, milliseconds * 3 / 2), () =>
        {
            // The end is calm.
            if (world.Now < _length)
            {
                action();
                Repeat(milliseconds, action);
            }
        });
    }
}
