namespace SessionStore.EndToEnd.Tests.LocalCloud;

/// <summary>What ElastiCache refuses of a parameter group, by the API reference.</summary>
internal sealed class LocalParameterGroupTests
{
    private readonly LocalParameterGroup _own = new("session-store-valkey8");

    [TestCase("min-replicas-to-write", "100", null)]
    [TestCase("min-replicas-to-write", "many", "InvalidParameterValue")]
    [TestCase("min-replicas-to-write", "-1", "InvalidParameterValue")]
    [TestCase("min-slaves-to-write", "100", "InvalidParameterValue")]
    [TestCase("lua-time-limit", "5000", "InvalidParameterValue")]
    [TestCase("maxmemory-policy", "noeviction", null)]
    [TestCase("maxmemory-policy", "none", "InvalidParameterValue")]
    public void A_parameter_is_changed_or_refused(string name, string value, string? expected) =>
        Assert.That(Refusal(_own, reset: false, (name, value)), Is.EqualTo(expected));

    [Test]
    public void A_default_group_cannot_be_modified() => Assert.That(
        Refusal(new("default.valkey8"), reset: false, ("min-replicas-to-write", "100")), Is.EqualTo("InvalidParameterValue"));

    [TestCase(0, "InvalidParameterCombination")]
    [TestCase(20, null)]
    [TestCase(21, "InvalidParameterCombination")]
    public void From_one_to_twenty_parameters_are_changed_at_once(int count, string? expected) => Assert.That(
        Refusal(_own, reset: false, [.. Enumerable.Repeat(("min-replicas-to-write", "1"), count)]), Is.EqualTo(expected));

    [Test]
    public void A_change_is_applied_and_a_reset_leaves_nothing_of_it_and_waits_for_it()
    {
        var nodes = new TaskCompletionSource();
        var group = new LocalParameterGroup("session-store-valkey8") { ApplyAsync = (_, _) => nodes.Task };
        Assert.That(Refusal(group, reset: false, ("min-replicas-to-write", "100")), Is.Null);
        Assert.That((group.ApplyStatus, group.Shown("user").Elements().Count()), Is.EqualTo(("applying", 1)));
        Assert.That(Refusal(group, reset: true, ("min-replicas-to-write", "0")), Is.EqualTo("InvalidCacheParameterGroupState"));
        nodes.SetResult();
        Assert.That(Refusal(group, reset: true, ("min-replicas-to-write", "0")), Is.Null);
        Assert.That((group.ApplyStatus, group.Shown("user").Elements().Count(), group["min-replicas-to-write"]),
            Is.EqualTo(("in-sync", 0, "0")));
    }

    private static string? Refusal(LocalParameterGroup group, bool reset, params (string Name, string Value)[] parameters)
    {
        var form = parameters.Index().SelectMany(parameter => new[]
        {
            KeyValuePair.Create($"ParameterNameValues.ParameterNameValue.{parameter.Index + 1}.ParameterName", parameter.Item.Name),
            KeyValuePair.Create($"ParameterNameValues.ParameterNameValue.{parameter.Index + 1}.ParameterValue", parameter.Item.Value),
        }).ToDictionary();
        try
        {
            group.Change(form, reset);
            return null;
        }
        catch (ElastiCacheRefusal refusal)
        {
            return refusal.Code;
        }
    }
}
