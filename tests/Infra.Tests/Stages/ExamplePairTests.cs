namespace SessionStore.Infra.Tests.Stages;

/// <summary>The examples of Mumbai and Hyderabad: two ordinary stages.</summary>
/// <remarks>Proof limit: whether both Regions have the node type today, only AWS says.</remarks>
public class ExamplePairTests
{
    private StageRun _mumbai = null!, _hyderabad = null!;

    [OneTimeSetUp]
    public async Task Deploy() => (_mumbai, _hyderabad) = (await Deployed.Stack("mumbai"), await Deployed.Stack("hyderabad"));

    [Test]
    public void They_have_a_Global_Datastore_and_no_replicator() => Assert.Multiple(() =>
    {
        Assert.That(_hyderabad.Resource("cache-replication-group").Text("globalReplicationGroupId"),
            Is.EqualTo(_mumbai.Output("globalReplicationGroupId")));
        Assert.That(_mumbai.Resources.Concat(_hyderabad.Resources).Select(resource => resource.Name), Has.None.StartsWith("replicator"));
    });

    [Test]
    public async Task They_are_what_the_committed_stacks_are()
    {
        Assert.That(Names(_mumbai), Is.EqualTo(Names(await Deployed.Stack("primary"))));
        Assert.That(Names(_hyderabad), Is.EqualTo(Names(await Deployed.Stack("secondary"))));
    }

    private static IEnumerable<(string, string)> Names(StageRun stage) => stage.Resources
        .Where(resource => !resource.Type.StartsWith("pulumi:", StringComparison.Ordinal))
        .Select(resource => (resource.Type, resource.Name)).Order();
}
