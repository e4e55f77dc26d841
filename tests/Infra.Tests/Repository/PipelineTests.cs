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
    public void The_CLI_is_one_that_the_program_takes(string workflow) =>
        Assert.That(Read(workflow), Does.Contain($"pulumi-version: ^{PulumiCli.Versions.TrimStart('>', '=')}\n"));

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

    private static string Read(string workflow) => File.ReadAllText(Path.Combine(Deployed.Root, ".github", "workflows", $"{workflow}.yml"));

    [GeneratedRegex("uses: (?<action>[^.@]+)@(?<commit>[0-9a-f]{40})")]
    private static partial Regex Pin();
}
