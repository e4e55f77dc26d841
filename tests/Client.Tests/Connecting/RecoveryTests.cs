using SessionStore.Client.Connecting;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Connecting;

/// <summary>The table of what follows a failure; the README has it for people.</summary>
internal sealed class RecoveryTests
{
    private static readonly TimeSpan _left = TimeSpan.FromSeconds(1);

    [TestCase(Failure.Refused, Verdict.Keep, Next.GiveUp, Next.GiveUp, false)]
    [TestCase(Failure.ReadOnly, Verdict.Replace, Next.RepeatOnNewer, Next.RepeatOnNewer, false)]
    [TestCase(Failure.NotServing, Verdict.Replace, Next.RepeatOnNewer, Next.RepeatOnNewer, false)]
    [TestCase(Failure.Busy, Verdict.Doubt, Next.Repeat, Next.Repeat, false)]
    [TestCase(Failure.SignIn, Verdict.Replace, Next.RepeatOnNewer, Next.RepeatOnNewer, false)]
    [TestCase(Failure.NotSent, Verdict.Replace, Next.RepeatOnNewer, Next.RepeatOnNewer, false)]
    [TestCase(Failure.Lost, Verdict.Replace, Next.RepeatOnNewer, Next.GiveUp, true)]
    [TestCase(Failure.Timeout, Verdict.Doubt, Next.Repeat, Next.GiveUp, true)]
    public void What_follows_a_failure(object failure, object connection, object repeatable, object notRepeatable, bool mayBeDone)
    {
        Assert.That(Recovery.Decide((Failure)failure, true, _left, writes: true),
            Is.EqualTo(new Recovery((Verdict)connection, (Next)repeatable, mayBeDone)));
        Assert.That(Recovery.Decide((Failure)failure, false, _left, writes: true),
            Is.EqualTo(new Recovery((Verdict)connection, (Next)notRepeatable, mayBeDone)));
    }

    [Test]
    public void Nothing_is_repeated_when_the_budget_is_spent_and_the_connection_is_judged_all_the_same([Values] bool repeatable)
    {
        foreach (var failure in Enum.GetValues<Failure>())
        {
            var spent = Recovery.Decide(failure, repeatable, TimeSpan.Zero, writes: true);

            Assert.That(spent, Is.EqualTo(Recovery.Decide(failure, repeatable, _left, writes: true) with { Operation = Next.GiveUp }),
                $"{failure}");
        }
    }

    [Test]
    public void A_write_at_a_reader_is_the_callers_mistake() =>
        Assert.That(Recovery.Decide(Failure.ReadOnly, true, _left, writes: false),
            Is.EqualTo(new Recovery(Verdict.Keep, Next.GiveUp, false)));

    [Test]
    public void A_reader_that_is_busy_is_no_writer_that_is_replaced() =>
        Assert.That(Recovery.Decide(Failure.Busy, true, _left, writes: false), Is.EqualTo(new Recovery(Verdict.Keep, Next.Repeat, false)));

    [TestCase("READONLY You can't write against a read only replica.", Failure.ReadOnly)]
    [TestCase("CLUSTERDOWN The cluster is down", Failure.NotServing)]
    [TestCase("LOADING Redis is loading the dataset in memory", Failure.NotServing)]
    [TestCase("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", Failure.NotServing)]
    [TestCase("NOREPLICAS Not enough good replicas to write.", Failure.Busy)]
    [TestCase("NOAUTH Authentication required.", Failure.SignIn)]
    [TestCase("WRONGPASS invalid username-password pair or user is disabled.", Failure.SignIn)]
    [TestCase("NOPERM this user has no permissions to run the 'set' command", Failure.Refused)]
    [TestCase("OOM command not allowed when used memory > 'maxmemory'.", Failure.Refused)]
    [TestCase("WRONGTYPE Operation against a key holding the wrong kind of value", Failure.Refused)]
    [TestCase("ERR the word READONLY inside of a message", Failure.Refused)]
    public void What_a_server_says(string message, object failure) =>
        Assert.That(Failures.Of(new RedisServerException(message)), Is.EqualTo(failure));

    [Test]
    public void What_a_client_says() => Assert.Multiple(() =>
    {
        Assert.That(Failures.Of(new RedisTimeoutException("", CommandStatus.Sent)), Is.EqualTo(Failure.Timeout));
        Assert.That(Failures.Of(new RedisConnectionException(ConnectionFailureType.SocketClosed, "", null, CommandStatus.Sent)),
            Is.EqualTo(Failure.Lost));
        Assert.That(Failures.Of(new RedisConnectionException(ConnectionFailureType.SocketClosed, "")), Is.EqualTo(Failure.Lost),
            "unknown is not unsent");
        Assert.That(Failures.Of(new RedisConnectionException(ConnectionFailureType.SocketClosed, "", null, CommandStatus.WaitingToBeSent)),
            Is.EqualTo(Failure.NotSent));
        Assert.That(Failures.Of(new RedisConnectionException(ConnectionFailureType.AuthenticationFailure, "")), Is.EqualTo(Failure.SignIn));
        Assert.That(Failures.Of(new RedisCommandException("Command cannot be issued to a replica: SET a")), Is.EqualTo(Failure.ReadOnly));
        Assert.That(Failures.Of(new ObjectDisposedException("multiplexer")), Is.EqualTo(Failure.Lost));
        Assert.That(Failures.Of(new InvalidOperationException()), Is.EqualTo(Failure.Refused));
    });
}
