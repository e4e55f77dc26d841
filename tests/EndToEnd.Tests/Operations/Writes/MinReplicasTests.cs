using System.Globalization;
using SessionStore.Ops.Replicating;
using SessionStore.Ops.Store;
using SessionStore.Ops.Writes;

namespace SessionStore.EndToEnd.Tests.Operations.Writes;

/// <summary>What the parameter's value says, and why it cannot be used.</summary>
internal sealed class MinReplicasTests
{
    private static readonly MinReplicas _good = new("session-store-valkey8", 0, 10, true, "0-", true, []);

    private static readonly DeployedRegion _region = new("primary", "us-east-1", "session-store-us-east-1", "master.a", "arn", new
        Dictionary<string, string>())
    { Outputs = new("primary", new Dictionary<string, System.Text.Json.JsonElement>()) };

    [TestCase(0, false, 100, 0)]
    [TestCase(2, false, 102, 2)]
    [TestCase(99, false, 199, 99)]
    [TestCase(100, true, 100, 0)]
    [TestCase(102, true, 102, 2)]
    [TestCase(null, false, 100, 0)]
    public void A_value_from_100_refuses_and_says_what_it_was_before(int? value, bool refuses, int toRefuse, int toAccept)
    {
        var parameter = _good with { Value = value };
        Assert.That((parameter.Refuses, parameter.ToRefuse, parameter.ToAccept), Is.EqualTo((refuses, toRefuse, toAccept)));
    }

    [TestCase("0-", true)]
    [TestCase("0-100", true)]
    [TestCase("0-99", false)]
    [TestCase("0,20-", true)]
    [TestCase("yes,no", false)]
    [TestCase("100", true)]
    [TestCase("-", true)]
    [TestCase(null, true)]
    public void Values_that_ElastiCache_allows(string? allowed, bool expected) =>
        Assert.That(MinReplicas.Allows(allowed, 100), Is.EqualTo(expected));

    private static IEnumerable<TestCaseData> Problems()
    {
        yield return new(_good with { ParameterGroup = "default.valkey8" }, "has default.valkey8, which cannot be modified");
        yield return new(_good with { Value = null }, "session-store-valkey8, which has no parameter min-replicas-to-write");
        yield return new(_good with { IsModifiable = false }, "does not let change min-replicas-to-write without a reboot");
        yield return new(_good with { AllowedValues = "0-5" }, "takes 0-5: expected that it takes 100");
        yield return new(_good with { MaxLag = 0 }, "min-replicas-max-lag is 0 in session-store-valkey8, which switches");
        yield return new(_good with { Others = ["another-001"] }, "is not the parameter group of session-store-us-east-1 alone");
    }

    [TestCaseSource(nameof(Problems))]
    public void What_keeps_it_from_being_used_is_named(object parameter, string expected) =>
        Assert.That(((MinReplicas)parameter).Problems(_region), Has.Exactly(1).Contains(expected));

    [Test]
    public void Nothing_is_wrong_with_a_group_of_the_stores_own() => Assert.That(_good.Problems(_region), Is.Empty);

    [TestCase("0 0; 0 0; 1 0; 2 0; 3 0", null)]
    [TestCase("0 0; 1 0; 2 0; 3 20", "changes to copy")]
    [TestCase("0 0; 1 0; 2 0; 3 0; 4 20", null)]
    [TestCase("0 0; 1 9000; 2 9000; 3 9000; 9 9000", "changes to copy: 7 keys, the oldest of 9.0 s ago")]
    [TestCase("5 0; 5 0; 5 0; 5 0; 5 0", "changes to copy")]
    [TestCase("0 0; 1 0; 2 -1; 3 0; 4 0", "the replicator is filling, not in step: a gap")]
    public void A_replicator_has_everything_when_its_own_clock_has_gone_on_by_more_than_its_lag(string looks, string? expected)
    {
        var pending = Drained.Pending([.. looks.Split("; ").Select(text => text.Split(' ')).Select(look => Health(look[0], look[1]))]);
        Assert.That(pending, expected is null ? Is.Null : Does.Contain(expected));
    }

    // A lag of -1 is for one that is not in step.
    private static WorkerHealth Health(string seconds, string lag)
    {
        var (at, behind) = (int.Parse(seconds, CultureInfo.InvariantCulture), int.Parse(lag, CultureInfo.InvariantCulture));
        return new(
            behind < 0 ? "filling" : "following", "a gap", "east", behind >= 0, false, Math.Max(behind, 0), 7, 0, null, null, null, 0, null,
            DateTimeOffset.UnixEpoch.AddSeconds(at));
    }
}
