using System.Text.RegularExpressions;
using SessionStore.Infra.Guard;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>What the workflows promise about the stacks.</summary>
public partial class PipelineTests
{
    [Test]
    public void One_action_has_one_version_everywhere()
    {
        var pins = Directory.GetFiles(Path.Combine(Deployed.Root, ".github", "workflows"))
            .SelectMany(File.ReadAllLines).Select(line => Pin().Match(line)).Where(match => match.Success)
            .Select(match => (Action: match.Groups["action"].Value, Commit: match.Groups["commit"].Value)).Distinct().ToArray();
        Assert.That(pins.Select(pin => pin.Action), Is.Unique.And.Contains("actions/checkout").And.Contains("pulumi/actions"));
    }

    [TestCase("deploy-stack")]
    [TestCase("drift")]
    [TestCase("preview")]
    public void The_CLI_is_one_version_that_the_program_takes(string workflow)
    {
        var pinned = File.ReadAllText(Path.Combine(Deployed.Root, ".pulumi.version")).TrimEnd('\n');
        Assert.Multiple(() =>
        {
            Assert.That(Read(workflow), Does.Contain("pulumi-version-file: .pulumi.version\n").And.Not.Contain("pulumi-version:"));
            Assert.That(Version.Parse(pinned), Is.GreaterThanOrEqualTo(Version.Parse(PulumiCli.Versions.TrimStart('>', '='))));
        });
    }

    [TestCase("deploy-stack")]
    [TestCase("drift")]
    [TestCase("preview")]
    public void A_stack_has_its_whole_name_and_signing_in_needs_none_of_the_stores_Regions(string workflow)
    {
        var text = Read(workflow);
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain(
                $"stack-name: ${{{{ vars.PULUMI_ORGANIZATION || '{StageRun.Organization}' }}}}/{Deployed.File("primary").Project.Name}/"));
            Assert.That(text, Does.Contain("aws-region: ${{ vars.AWS_SIGN_IN_REGION || 'us-west-2' }}"));
            Assert.That(
                new[] { "primary", "secondary" }.Select(stack => Deployed.File(stack).Require("aws:region")),
                Has.None.EqualTo("us-west-2"));
        });
    }

    [Test]
    public void Only_what_is_deployed_is_deployed_and_after_the_checks()
    {
        var deploy = Read("deploy");
        string[] deployed =
        [
            "infra/**", "lambda/**", "app/**", "replicator/**", "client/**", "contract/**", "Pulumi*.yaml", "Directory.*.props",
            "global.json", ".pulumi.version",
        ];
        // Whatever the program, the function, the sample application and the replicator are built from is below one of these folders.
        var references = new[] { "infra", "lambda", "app", "replicator" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Deployed.Root, folder), "*.csproj"))
            .SelectMany(File.ReadAllLines).Select(line => Reference().Match(line)).Where(match => match.Success)
            .Select(match => $"{match.Groups[1].Value}/**").Distinct();
        Assert.Multiple(() =>
        {
            Assert.That(deploy, Does.Contain($"    paths:\n{string.Concat(deployed.Select(path => $"      - '{path}'\n"))}"));
            Assert.That(references, Is.Not.Empty.And.SubsetOf(deployed));
            Assert.That(deploy, Does.Match("(?s)  primary:\n    needs: ci\n").And.Contain("uses: ./.github/workflows/ci.yml"));
        });
    }

    [Test]
    public void A_preview_that_waits_for_outputs_of_the_primary_is_told_by_the_programs_own_words()
    {
        var words = PreviewWords().Match(Read("preview")).Groups[1].Value;
        var failure = Assert.ThrowsAsync<RunException>(() =>
            Deployed.SecondaryOf(new Dictionary<string, object> { ["name"] = "session-store" }))!;
        Assert.That(words, Is.Not.Empty);
        Assert.That(failure.Message, Does.Contain(words));
    }

    [Test]
    public void A_preview_is_for_this_repositorys_own_branches_and_shows_what_has_drifted()
    {
        var text = Read("preview");
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("github.event.pull_request.head.repo.full_name == github.repository"));
            Assert.That(text, Does.Contain("stack: [primary, secondary]"));
            Assert.That(text, Does.Contain("command: preview").And.Contain("diff: true").And.Contain("refresh: true")
                .And.Contain("comment-on-pr: true"));
            Assert.That(text, Does.Contain("vars.AWS_PREVIEW_ROLE_ARN").And.Not.Contain("vars.AWS_DEPLOY_ROLE_ARN"));
        });
    }

    [Test]
    public void A_deployment_is_approved_runs_alone_and_begins_with_the_primary()
    {
        var steps = Read("deploy-stack");
        Assert.Multiple(() =>
        {
            Assert.That(Read("deploy"), Does.Match("(?s)  secondary:\n    needs: primary\n"));
            Assert.That(steps, Does.Contain("environment: ${{ inputs.stack }}"));
            Assert.That(steps, Does.Contain("group: stack-${{ inputs.stack }}").And.Contain("cancel-in-progress: false"));
            Assert.That(steps, Does.Contain("command: up").And.Contain("refresh: true"), "what is ignored is sent from the state");
        });
    }

    [Test]
    public void Drift_is_looked_for_every_night_and_told_in_an_issue()
    {
        var text = Read("drift");
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("schedule:").And.Contain("expect-no-changes: true").And.Contain("refresh: true"));
            Assert.That(text, Does.Contain("if: failure()").And.Contain("gh issue create"));
            Assert.That(text, Does.Contain("vars.AWS_PREVIEW_ROLE_ARN").And.Not.Contain("vars.AWS_DEPLOY_ROLE_ARN"));
        });
    }

    [Test]
    public void A_release_is_seen_when_the_tool_for_every_kind_of_machine_is_attached()
    {
        var text = Read("release");
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("gh release create \"$TAG\" --draft").And.Contain("--draft=false"));
            Assert.That(text, Does.Match("(?s)  draft:\n    needs: ci\n.*  tool:\n    needs: draft\n.*  publish:\n    needs: tool\n"));
            Assert.That(Runtime().Matches(text).Select(match => (match.Groups[1].Value, match.Groups[2].Value)), Is.EquivalentTo(new[]
            {
                ("linux-x64", "ubuntu"), ("linux-arm64", "ubuntu"), ("win-x64", "ubuntu"), ("osx-arm64", "macos"), ("osx-x64", "macos"),
            }));
        });
    }

    private static string Read(string workflow) => File.ReadAllText(Path.Combine(Deployed.Root, ".github", "workflows", $"{workflow}.yml"));

    [GeneratedRegex(@"runtime: ([\w-]+), runner: (\w+)-")]
    private static partial Regex Runtime();

    [GeneratedRegex("grep -q '([^']+)' preview.txt")]
    private static partial Regex PreviewWords();

    [GeneratedRegex(@"ProjectReference Include=""\.\./(\w+)/")]
    private static partial Regex Reference();

    [GeneratedRegex("uses: (?<action>[^.@]+)@(?<commit>[0-9a-f]{40})")]
    private static partial Regex Pin();
}
