namespace SessionStore.Infra.Tests.Repository;

/// <summary>The decision about promotions lists every value that another owner changes.</summary>
public class PromotionDecisionTests
{
    // AWS owns its image, and no promotion changes it.
    private const string Unrelated = "test-host-instance";

    [TestCase("primary")]
    [TestCase("secondary")]
    [TestCase("tertiary")]
    public async Task Every_ignored_value_is_in_it_with_its_resource(string stack)
    {
        var decision = await File.ReadAllTextAsync(Path.Combine(Deployed.Root, "docs", "decisions", "0007-what-a-promotion-changes.md"));
        var words = (await Deployed.Stack(stack)).Resources
            .Where(resource => resource.IgnoreChanges.Count > 0 && resource.Name != Unrelated)
            .SelectMany(resource => resource.IgnoreChanges.Append(resource.Name));
        Assert.That(words.Where(word => !decision.Contains($"`{word}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Nothing_else_than_what_it_lists_is_ignored()
    {
        var ignored = (await Deployed.Stack("primary")).Resources.Concat((await Deployed.Stack("secondary")).Resources)
            .Concat((await Deployed.Stack("tertiary")).Resources)
            .SelectMany(resource => resource.IgnoreChanges.Select(property => $"{resource.Name} {property}")).Distinct();
        Assert.That(ignored, Is.EquivalentTo(new[]
        {
            "cache-replication-group engineVersion", "cache-replication-group nodeType", "cache-replication-group parameterGroupName",
            "cache-replication-group dataTieringEnabled",
            "cache-global-replication-group primaryReplicationGroupId",
            "dns-writer records", "dns-writer ttl", "dns-zone vpcs", "override-parameter value", $"{Unrelated} ami",
        }));
    }
}
