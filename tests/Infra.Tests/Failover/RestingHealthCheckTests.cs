using System.Collections.Immutable;
using SessionStore.Infra.Failover;

namespace SessionStore.Infra.Tests.Failover;

/// <summary>A new health check counts as healthy: an override's record waits until it does not.</summary>
/// <remarks>Proof limit: how long Route 53 takes, and that its metric says what its name servers do, shows on AWS only.</remarks>
public class RestingHealthCheckTests
{
    private readonly List<string> _asked = [];

    [SetUp]
    public void Forget() => _asked.Clear();

    [Test]
    public async Task It_goes_on_at_the_first_answer_that_is_unhealthy()
    {
        var answers = new Queue<bool?>([null, true, true, false, true]);
        await Await(() => answers.Dequeue());
        Assert.Multiple(() =>
        {
            Assert.That(_asked, Has.Count.EqualTo(4).And.All.EqualTo("new"));
            Assert.That(answers, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void A_check_that_stays_healthy_gets_no_record() => Refused(() => true, "the status of health check new is healthy after 15");

    [Test]
    public void A_check_that_nobody_knows_gets_no_record() => Refused(() => null, "the status of health check new is not known after 15");

    [Test]
    public void A_question_without_an_answer_is_asked_again_and_its_failure_told_at_last() =>
        Refused(() => throw new HttpRequestException("no route"), "is not known: no route after 15 minutes: expected unhealthy");

    [Test]
    public async Task A_failure_in_between_does_not_matter()
    {
        var first = true;
        await Await(() => first ? throw new HttpRequestException($"no route {first = false}") : false);
        Assert.That(_asked, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_record_that_keeps_its_check_is_updated_at_once_whatever_the_status()
    {
        await Await(() => true, before: "new");
        Assert.That(_asked, Is.Empty);
    }

    [Test]
    public async Task A_record_that_gets_another_check_waits_for_that()
    {
        await Await(() => false, before: "old");
        Assert.That(_asked, Is.EqualTo(new[] { "new" }));
    }

    private void Refused(Func<bool?> answer, string expected)
    {
        Assert.That(() => Await(answer), Throws.InvalidOperationException.With.Message.Contains(expected)
            .And.Message.Contains("docs/first-deployment.md, \"The health checks\""));
        Assert.That(_asked, Has.Count.GreaterThanOrEqualTo(15 * 60 / 15));
    }

    private Task Await(Func<bool?> answer, string? before = null) => RestingHealthCheck.AwaitAsync(
        async (check, _) =>
        {
            await Task.Yield();
            _asked.Add(check);
            return answer();
        },
        new("urn:record", "", "override-record", "aws:route53/record:Record", newInputs: Inputs("new"),
            oldInputs: before is null ? null : Inputs(before)),
        new HastyTime(),
        CancellationToken.None);

    private static ImmutableDictionary<string, object?> Inputs(string check) =>
        ImmutableDictionary<string, object?>.Empty.Add("healthCheckId", check);

    // What is waited for is over at once, and has taken its time.
    private sealed class HastyTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref _now, dueTime.Ticks);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
