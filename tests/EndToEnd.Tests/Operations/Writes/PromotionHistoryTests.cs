using System.Globalization;
using SessionStore.Ops.Writes;

namespace SessionStore.EndToEnd.Tests.Operations.Writes;

/// <summary>Promotions that fail and are killed at any step, and are begun again, or given up: <c>HISTORIES=20000</c> plays more.</summary>
internal sealed class PromotionHistoryTests
{
    private static readonly int _histories =
        int.Parse(Environment.GetEnvironmentVariable("HISTORIES") ?? "400", CultureInfo.InvariantCulture);

    [Test]
    public async Task No_write_that_was_acknowledged_is_lost_and_in_the_end_the_parameter_is_what_it_was()
    {
        for (var seed = 1; seed <= _histories; seed++)
        {
            Assert.That(await BrokenAsync(seed, PromotionDecision.Of), Is.Null, $"seed {seed}");
        }
    }

    [TestCase("nobody is told", "lost")]
    [TestCase("the store is not asked", "lost")]
    [TestCase("nothing is waited for", "lost")]
    [TestCase("the parameter is set back at once", "lost")]
    [TestCase("it is not set back", "parameter")]
    [TestCase("a failure sets nothing back", "parameter")]
    public async Task Each_rule_that_is_left_out_breaks_a_law(string rule, string law)
    {
        Func<PromotionLook, PromotionStep> mutant = look => PromotionDecision.Of(rule switch
        {
            "nobody is told" => look with { Told = look.Failed ? look.Told : Told.Nothing },
            "the store is not asked" => look with { Takes = look.Led == Led.There ? look.Takes : false },
            "nothing is waited for" => look with { Drained = true },
            "the parameter is set back at once" => look with { Waited = true },
            "it is not set back" => look.Led == Led.There ? look with { Told = Told.Nothing } : look,
            _ => look with { Mine = look.Mine && !look.Failed },
        });
        var broken = new List<string?>();
        for (var seed = 1; seed <= _histories; seed++)
        {
            broken.Add(await BrokenAsync(seed, mutant));
        }
        Assert.That(broken, Has.Some.StartsWith(law));
    }

    [TestCase(false, "min-replicas-to-write is 0 in store: somebody else has changed that meanwhile.")]
    [TestCase(true, null)]
    public async Task A_parameter_that_somebody_else_sets_back_ends_it_unless_the_name_is_there(bool moved, string? expected)
    {
        // pulumi up --refresh of a Region whose group has the program's own parameter group; another promotion that was quicker.
        var model = new PromotionModel(new Random(1), trouble: 0);
        model.Closing = () => model.Meddle(0, moved);
        model.Pass(1);
        var run = new PromotionRun(model);
        await run.RunAsync(CancellationToken.None);
        Assert.That((run.Failure, model.Moved, run.Look.Ordered), Is.EqualTo((expected, moved, false)));
    }

    private static async Task<string?> BrokenAsync(int seed, Func<PromotionLook, PromotionStep> decide)
    {
        var random = new Random(seed);
        var model = new PromotionModel(random, trouble: random.Next(4) * 8);
        model.Pass(50);
        for (var attempt = 0; ; attempt++)
        {
            model.Troubled = attempt < 4;
            var run = new PromotionRun(model, model.Moved ? Led.There : Led.Elsewhere, decide);
            var killed = false;
            try
            {
                await run.RunAsync(CancellationToken.None);
            }
            catch (Killed)
            {
                killed = true;
            }
            if (!killed && run.Failure is null)
            {
                break;
            }
            // What a failure leaves refused, it says: it could not be set back, or the order may still move the name.
            if (!killed && !model.Moved && !model.Stuck && model.Value != model.Before && run.Look is { Mine: true, Ordered: false })
            {
                return $"parameter: {model.Value} after \"{run.Failure}\"";
            }
            // Where writes are refused already, the next one goes on at once; otherwise it wants a replicator that is in step.
            if (model.Value == model.Before && !model.Moved)
            {
                model.Reopen();
            }
            model.Pass(random.Next(40));
        }
        model.Pass(50);
        return model.Lost.Any() ? $"lost: {string.Join(", ", model.Lost)}"
            : model.Value != model.Before || !model.Takes ? $"parameter: {model.Value}, it was {model.Before}"
            : null;
    }
}
