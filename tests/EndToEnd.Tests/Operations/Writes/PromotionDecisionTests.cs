using SessionStore.Ops.Writes;

namespace SessionStore.EndToEnd.Tests.Operations.Writes;

/// <summary>The table of what a promotion of a replicated Region does next.</summary>
internal sealed class PromotionDecisionTests
{
    private static readonly PromotionLook _begin = new(Led.Elsewhere, Told.Accept),
        _refused = new(Led.Elsewhere, Told.Refuse, Was: true, Mine: true),
        _there = new(Led.There, Told.Refuse, Was: true, Mine: true, Takes: false, Drained: true, Closed: true, Ordered: true);

    private static IEnumerable<TestCaseData> Rows()
    {
        yield return Row("nobody is told", _begin with { Told = Told.Nothing }, PromotionStep.Close);
        yield return Row("nobody is told, closed", _begin with { Told = Told.Nothing, Closed = true }, PromotionStep.Order);
        yield return Row("nobody is told, moved", _begin with { Told = Told.Nothing, Closed = true, Led = Led.There }, PromotionStep.Done);

        yield return Row("the writer takes writes", _begin, PromotionStep.Refuse);
        yield return Row("it is told to refuse them", _refused, PromotionStep.AskRefusal);
        yield return Row("another command has told it", _refused with { Mine = false }, PromotionStep.AskRefusal);
        yield return Row("it refuses", _refused with { Takes = false }, PromotionStep.Drain);
        yield return Row("all has arrived", _refused with { Takes = false, Drained = true }, PromotionStep.Close);
        yield return Row("closed", _refused with { Takes = false, Drained = true, Closed = true }, PromotionStep.Order);
        yield return Row("changed by somebody else", _refused with { Told = Told.Accept, Takes = false, Drained = true, Closed = true },
            PromotionStep.GiveUp);

        yield return Row("moved", _there, PromotionStep.Wait);
        yield return Row("clients have followed", _there with { Waited = true }, PromotionStep.Accept);
        yield return Row("set back", _there with { Waited = true, Told = Told.Accept, Takes = null }, PromotionStep.AskAcceptance);
        yield return Row("set back by somebody else", _there with { Told = Told.Accept }, PromotionStep.AskAcceptance);
        yield return Row("it takes writes again", _there with { Waited = true, Told = Told.Accept, Takes = true }, PromotionStep.Done);

        yield return Row("failed before it was told", _begin with { Failed = true }, PromotionStep.Done);
        yield return Row("failed", _refused with { Failed = true }, PromotionStep.Accept);
        yield return Row("failed, and another command has told it", _refused with { Failed = true, Mine = false }, PromotionStep.Done);
        yield return Row("failed, set back", _refused with { Failed = true, Told = Told.Accept }, PromotionStep.AskAcceptance);
        yield return Row("failed, takes writes again", _refused with { Failed = true, Told = Told.Accept, Takes = true },
            PromotionStep.Done);
        yield return Row("failed, ordered, not moved", _there with { Failed = true, Led = Led.Elsewhere }, PromotionStep.Accept);
        yield return Row("failed, ordered, nobody knows", _there with { Failed = true, Led = Led.Unknown }, PromotionStep.Done);
        yield return Row("failed, not ordered, nobody knows", _refused with { Failed = true, Led = Led.Unknown }, PromotionStep.Accept);
        yield return Row("failed after it has moved", _there with { Failed = true }, PromotionStep.Done);

        static TestCaseData Row(string name, PromotionLook look, PromotionStep expected) =>
            new TestCaseData(look, expected).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Rows))]
    public void Next(object look, object expected) => Assert.That(PromotionDecision.Of((PromotionLook)look), Is.EqualTo(expected));

    [Test]
    public void The_name_moves_from_a_writer_that_is_told_only_when_it_refuses_and_all_has_arrived_and_the_store_is_closed() =>
        Assert.Multiple(() =>
        {
            foreach (var look in All().Where(look => PromotionDecision.Of(look) == PromotionStep.Order))
            {
                Assert.That(look, Is.EqualTo(look with
                {
                    Failed = false,
                    Closed = true,
                    Takes = look.Told == Told.Nothing ? look.Takes : false,
                    Drained = look.Told == Told.Nothing ? look.Drained : true,
                    Told = look.Told == Told.Accept ? Told.Refuse : look.Told,
                }));
            }
        });

    [Test]
    public void What_another_command_has_told_is_set_back_only_when_the_name_has_moved() => Assert.Multiple(() =>
    {
        foreach (var look in All().Where(look => PromotionDecision.Of(look) == PromotionStep.Accept))
        {
            Assert.That(look.Told, Is.EqualTo(Told.Refuse), $"{look}");
            Assert.That(look.Mine || (look.Led == Led.There && look.Waited), $"{look}");
        }
    });

    private static IEnumerable<PromotionLook> All() =>
        from led in Enum.GetValues<Led>()
        from told in Enum.GetValues<Told>()
        from takes in new bool?[] { null, true, false }
        from bits in Enumerable.Range(0, 1 << 7)
        select new PromotionLook(led, told, Bit(bits, 0), Bit(bits, 1), takes, Bit(bits, 2), Bit(bits, 3), Bit(bits, 4), Bit(bits, 5),
            Bit(bits, 6));

    private static bool Bit(int bits, int number) => (bits >> number & 1) == 1;
}
