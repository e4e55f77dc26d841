using SessionStore.Client.Caching;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Caching;

internal sealed class RenewalsTests
{
    private static readonly TimeSpan _span = TimeSpan.FromMinutes(20);
    private readonly ManualTime _time = new();

    [Test]
    public void Of_many_readers_one_looks_and_the_next_one_a_tenth_later()
    {
        var renewals = new Renewals(_time);
        Assert.That((renewals.TryBegin("a", _span), renewals.TryBegin("a", _span)), Is.EqualTo((true, false)));
        renewals.End("a", succeeded: true);

        _time.Pass((_span / 10) - TimeSpan.FromSeconds(1));
        Assert.That(renewals.TryBegin("a", _span), Is.False);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.That(renewals.TryBegin("a", _span), Is.True);
    }

    [Test]
    public void After_a_failure_the_next_reader_looks()
    {
        var renewals = new Renewals(_time);
        renewals.TryBegin("a", _span);
        renewals.End("a", succeeded: false);

        Assert.That(renewals.TryBegin("a", _span), Is.True);
    }

    [Test]
    public void What_was_written_here_is_young_with_its_span_and_no_other_one()
    {
        var renewals = new Renewals(_time);
        renewals.Written("a", _span);

        Assert.That((renewals.IsYoung("a", _span), renewals.IsYoung("a", TimeSpan.FromMinutes(1)), renewals.IsYoung("b", _span)),
            Is.EqualTo((true, false, false)));
        Assert.That((renewals.TryBegin("a", _span), renewals.TryBegin("a", TimeSpan.FromMinutes(1))), Is.EqualTo((false, true)));
    }

    [Test]
    public void What_was_removed_or_written_with_an_unknown_end_is_looked_at()
    {
        var renewals = new Renewals(_time);
        renewals.Written("a", _span);
        renewals.Written("a", null);

        Assert.That(renewals.TryBegin("a", _span), Is.True);
    }

    [Test]
    public void Memory_is_bounded_and_so_is_what_runs_at_once()
    {
        var renewals = new Renewals(_time, capacity: 2);
        renewals.Written("a", _span);
        renewals.Written("b", _span);
        renewals.Written("c", _span);
        Assert.That((renewals.TryBegin("a", _span), renewals.TryBegin("c", _span)), Is.EqualTo((true, false)));

        var begun = Enumerable.Range(0, 2000).Count(number => renewals.TryBegin($"{number}", _span));
        Assert.That(begun, Is.EqualTo(999), "a thousand at once, one of them from before");
    }
}
