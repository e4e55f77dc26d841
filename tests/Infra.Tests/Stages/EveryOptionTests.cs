namespace SessionStore.Infra.Tests.Stages;

/// <summary>What holds for the committed stacks holds with each option.</summary>
/// <remarks>Proof limit: mocks refuse what FakeCloud knows that AWS refuses, and nothing else.</remarks>
[TestFixtureSource(typeof(Deployed), nameof(Deployed.Options))]
public class EveryOptionTests(string stack)
{
    private StageRun _stage = null!;

    [OneTimeSetUp]
    public async Task Deploy() => _stage = await Deployed.Option(stack);

    [Test]
    public void Every_resource_belongs_to_the_component_whose_name_it_bears()
    {
        var resources = _stage.Resources.Where(resource => resource.Type.StartsWith("aws:", StringComparison.Ordinal)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(resources, Has.Length.GreaterThanOrEqualTo(_stage.Outputs.ContainsKey("store") ? 38 : 45));
            Assert.That(
                resources.Where(resource => resource.Parent is not null),
                Has.All.Matches<Registered>(child => child.Name.StartsWith($"{child.Parent}-", StringComparison.Ordinal)));
        });
    }

    [Test]
    public void The_guard_is_deleted_before_everything_that_the_option_adds() => Assert.That(
        _stage.Resource("destroy-guard").DependsOn,
        Is.EquivalentTo(_stage.Resources
            .Where(resource =>
                resource.Parent is null && resource.Name != "destroy-guard"
                && !resource.Type.StartsWith("pulumi:", StringComparison.Ordinal))
            .Select(resource => resource.Name)));

    [Test]
    public async Task A_preview_shows_the_same_resources_as_an_update()
    {
        var preview = await Deployed.Run(Deployed.OptionFile(stack), preview: true);
        Assert.That(
            preview.Resources.Select(resource => $"{resource.Type} {resource.Name}"),
            Is.EquivalentTo(_stage.Resources.Select(resource => $"{resource.Type} {resource.Name}")));
    }
}
