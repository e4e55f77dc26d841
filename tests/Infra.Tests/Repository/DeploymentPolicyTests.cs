using System.Text.Json;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>
/// The policies of docs/iam are those of what the program registers. Proof limit: that AWS asks for no other action, no mock can say.
/// </summary>
public class DeploymentPolicyTests
{
    // "IAM and AWS STS quotas": characters of a managed policy without white space, and managed policies of a role.
    private const int MostCharacters = 6144, MostPolicies = 10;

    private static IEnumerable<string> Files => DeploymentActions.Files.Keys.Append(DeploymentActions.Preview);

    private static IEnumerable<string> Stacks => Deployed.Options.Concat(Deployed.Examples).Concat(["primary", "secondary"]);

    [TestCaseSource(nameof(Files))]
    public void A_file_allows_what_its_types_need_and_nothing_else(string file)
    {
        var path = DeploymentPolicy.PathOf(file);
        if (Environment.GetEnvironmentVariable(SettingsDocumentTests.Update) is { Length: > 0 })
        {
            File.WriteAllText(path, DeploymentPolicy.Text(file));
        }
        Assert.That(
            File.Exists(path) ? File.ReadAllText(path) : "",
            Is.EqualTo(DeploymentPolicy.Text(file)),
            $"docs/iam/{file}.json is not what docs/iam/actions.yaml says: run scripts/docs and commit what it writes");
    }

    [TestCaseSource(nameof(Stacks))]
    public async Task Every_type_and_call_of_a_stack_is_known_to_the_files_that_it_needs(string stack)
    {
        var used = await Used(stack);
        var known = DeploymentActions.Files.Values.Where(file => file.Mark is null || used.Contains(file.Mark))
            .SelectMany(file => file.Actions.Keys);
        Assert.That(used.Except(known), Is.Empty, "add the type to docs/iam/actions.yaml, with the actions that the provider calls");
    }

    [Test]
    public async Task No_file_is_for_what_no_stack_has()
    {
        var used = new HashSet<string>();
        foreach (var stack in Stacks)
        {
            used.UnionWith(await Used(stack));
        }
        // No stack of the tests says that a VPC of its own is peered already: that is a test's, in Components/ExistingPeeringTests.
        Assert.That(
            DeploymentActions.Files.Values.SelectMany(file => file.Actions.Keys).Distinct().Except(used),
            Is.EqualTo(new[] { "aws:ec2/getVpcPeeringConnection:getVpcPeeringConnection" }));
    }

    [Test]
    public void All_of_them_fit_one_role() => Assert.Multiple(() =>
    {
        // A Region has a VPC of its own or one that exists, peerings or transit gateways, and users in ElastiCache or in MemoryDB.
        Assert.That(
            DeploymentActions.Files.Keys.Except(["existing-vpc", "transit-gateway", "users"]).Count(), Is.LessThanOrEqualTo(MostPolicies));
        foreach (var file in Files)
        {
            var characters = DeploymentPolicy.Text(file).Count(letter => !char.IsWhiteSpace(letter));
            Assert.That(characters, Is.LessThanOrEqualTo(MostCharacters), file);
        }
    });

    [TestCaseSource(nameof(Stacks))]
    public async Task What_a_statement_names_is_what_the_program_names(string stack)
    {
        var run = Deployed.Options.Contains(stack) ? await Deployed.Option(stack) : await Deployed.Stack(stack);
        string[] named =
        [
            "aws:iam/role:Role", "aws:iam/policy:Policy", "aws:iam/instanceProfile:InstanceProfile",
            "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/eventRule:EventRule",
            "aws:lambda/function:Function", "aws:sns/topic:Topic", "aws:sqs/queue:Queue", "aws:secretsmanager/secret:Secret",
        ];
        var store = (string)run.Outputs["name"];
        Assert.Multiple(() =>
        {
            Assert.That(
                run.Resources.Where(resource => named.Contains(resource.Type)).Select(resource => resource.Text("name")),
                Is.Not.Empty.And.All.StartsWith($"{store}-"));
            Assert.That(
                run.All("aws:cloudwatch/logGroup:LogGroup").Select(logs => logs.Text("name")),
                Has.All.StartsWith($"/aws/lambda/{store}-").Or.StartsWith($"/{store}/"));
            Assert.That(run.Only("aws:cloudwatch/dashboard:Dashboard").Text("dashboardName"), Does.StartWith($"{store}-"));
        });
    }

    [Test]
    public void A_preview_only_looks() => Assert.That(
        JsonDocument.Parse(DeploymentPolicy.Text(DeploymentActions.Preview)).RootElement.GetProperty("Statement").EnumerateArray()
            .SelectMany(statement => statement.GetProperty("Action").EnumerateArray()).Select(action => action.GetString()!.Split(':')[1]),
        Is.All.Match("^(Describe|Get|List|Search)").And.Not.Empty);

    private static async Task<IReadOnlySet<string>> Used(string stack)
    {
        var run = Deployed.Options.Contains(stack) ? await Deployed.Option(stack) : await Deployed.Stack(stack);
        // Components and references of stacks are nobody's but Pulumi's; the guard asks AWS.
        var types = run.Resources.Select(resource => resource.Type)
            .Where(type => !type.StartsWith("session-store:", StringComparison.Ordinal) || type == "session-store:guard:DestroyGuard")
            .Where(type => type != "pulumi:pulumi:StackReference");
        return types.Concat(run.Calls.Select(call => call.Token)).ToHashSet();
    }
}
