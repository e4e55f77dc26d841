using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>What actionlint does not look at.</summary>
[TestFixtureSource(nameof(Files))]
public partial class WorkflowTests(string file)
{
    private static string Folder => Path.Combine(Deployed.Root, ".github", "workflows");

    private static IEnumerable<string> Files =>
        Directory.GetFiles(Folder, "*.yml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private string Text => File.ReadAllText(Path.Combine(Folder, file));

    private YamlMappingNode Workflow
    {
        get
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(Text));
            return (YamlMappingNode)yaml.Documents[0].RootNode;
        }
    }

    private IEnumerable<YamlMappingNode> Jobs => ((YamlMappingNode)Workflow["jobs"]).Children.Values.Cast<YamlMappingNode>();

    [Test]
    public void Actions_are_pinned_by_commit_with_their_version_beside_them()
    {
        var uses = Text.Split('\n')
            .Where(line => line.Contains("uses:", StringComparison.Ordinal) && !line.Contains("uses: ./", StringComparison.Ordinal))
            .ToArray();
        Assert.That(uses.Where(line => !PinnedAction().IsMatch(line) && !PinnedImage().IsMatch(line)), Is.Empty);
    }

    [Test]
    public void Nothing_is_permitted_unless_a_job_says_so()
    {
        Assert.Multiple(() =>
        {
            Assert.That(((YamlMappingNode)Workflow["permissions"]).Children, Is.Empty);
            Assert.That(Jobs.Select(job => job.Children.Keys.Select(key => key.ToString())), Is.All.Contains("permissions"));
        });
    }

    [Test]
    public void A_forks_code_never_runs_with_secrets() =>
        Assert.That(((YamlMappingNode)Workflow["on"]).Children.Keys.Select(key => key.ToString()), Has.None.EqualTo("pull_request_target")
            .And.None.EqualTo("workflow_run"));

    [Test]
    public void No_job_runs_for_ever() =>
        Assert.That(Jobs.Where(job => job.Children.ContainsKey("runs-on")).Where(job => !job.Children.ContainsKey("timeout-minutes")),
            Is.Empty);

    [GeneratedRegex(@"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex PinnedAction();

    [GeneratedRegex(@"uses: docker://[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$")]
    private static partial Regex PinnedImage();
}
