using SessionStore.Infra.Guard;
using YamlDotNet.RepresentationModel;

namespace SessionStore.Infra.Tests.Guard;

/// <summary>The engine's part is the SDK's; under mocks it agrees to every version.</summary>
/// <remarks>Proof limit: no CLI is asked here.</remarks>
public class PulumiCliTests
{
    [TestCase("primary")]
    [TestCase("secondary")]
    public void Without_a_CLI_that_guards_nothing_is_registered(string stack)
    {
        var cloud = new FakeCloud("us-east-1");
        string? asked = null;
        var refused = Assert.CatchAsync(() => StageRun.OfAsync(Deployed.File(stack), cloud, requireCli: versions =>
        {
            asked = versions;
            throw new InvalidOperationException("Please upgrade the Pulumi CLI");
        }));
        Assert.Multiple(() =>
        {
            Assert.That(asked, Is.EqualTo(">=3.217.0"));
            Assert.That(
                refused!.ToString(),
                Does.Contain("does not confirm that its version is >=3.217.0").And.Contain("Please upgrade the Pulumi CLI"));
            Assert.That(cloud.Registrations.Where(registration => registration.Args.Type != "pulumi:pulumi:Stack"), Is.Empty);
        });
    }

    [Test]
    public void The_project_file_asks_for_the_same_versions()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Deployed.Root, "Pulumi.yaml"))));
        Assert.That(yaml.Documents[0].RootNode["requiredPulumiVersion"].ToString(), Is.EqualTo(PulumiCli.Versions));
    }
}
