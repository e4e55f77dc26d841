using YamlDotNet.RepresentationModel;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>
/// <c>pulumi new</c> asks for the keys of the template, shows their defaults, and leaves out what stays empty (<c>promptForConfig</c> in
/// pulumi/pulumi, pkg/cmd/pulumi/newcmd). Proof limit: the CLI itself is not run.
/// </summary>
public class TemplateTests
{
    private static readonly (string Key, string Value)[] _ofOnesOwn =
        [("session-store:domain", "example.internal"), ("session-store:writerName", "writer.example.internal")];

    private static IReadOnlyDictionary<string, string> Asked
    {
        get
        {
            var yaml = new YamlStream();
            using var reader = File.OpenText(Path.Combine(Deployed.Root, "Pulumi.yaml"));
            yaml.Load(reader);
            return ((YamlMappingNode)yaml.Documents[0].RootNode["template"]["config"]).Children.ToDictionary(
                entry => $"{entry.Key}",
                entry => ((YamlMappingNode)entry.Value).Children.TryGetValue("default", out var value) ? $"{value}" : "");
        }
    }

    private static IEnumerable<string> Keys => Asked.Keys;

    [Test]
    public async Task A_primary_needs_the_answers_that_have_no_default_and_nothing_else()
    {
        Assert.That(
            Asked.Where(answer => answer.Value.Length == 0).Select(answer => answer.Key),
            Is.EquivalentTo(_ofOnesOwn.Select(answer => answer.Key)));
        var stage = await PlanAsync(Answers(_ofOnesOwn));
        Assert.Multiple(() =>
        {
            Assert.That(stage.Only("aws:route53/zone:Zone").Text("name"), Is.EqualTo("example.internal"));
            Assert.That(
                stage.All("aws:ec2/subnet:Subnet").Select(subnet => $"{subnet.Text("availabilityZone")} {subnet.Text("cidrBlock")}"),
                Is.EquivalentTo(new[]
                {
                    "us-east-1a 10.16.0.0/19", "us-east-1b 10.16.32.0/19", "us-east-1a 10.16.128.0/19", "us-east-1b 10.16.160.0/19",
                }));
        });
    }

    [Test]
    public async Task A_secondary_leaves_names_empty_and_gives_a_Region_and_a_block_of_its_own()
    {
        var stage = await PlanAsync(Answers(
            ("session-store:role", "secondary"), ("aws:region", "us-east-2"), ("session-store:vpcCidr", "10.18.0.0/16")));
        Assert.That(stage.All("aws:ec2/vpcPeeringConnection:VpcPeeringConnection"), Has.Count.EqualTo(1));
    }

    [TestCaseSource(nameof(Keys))]
    public void Nothing_is_asked_that_the_program_can_do_without(string key)
    {
        var answers = Answers(_ofOnesOwn);
        answers.Remove(key);
        Assert.That(() => PlanAsync(answers), Throws.TypeOf<RunException>().With.Message.Contains(key));
    }

    private static Dictionary<string, string> Answers(params (string Key, string Value)[] typed)
    {
        var answers = Asked.ToDictionary();
        foreach (var (key, value) in typed)
        {
            answers[key] = value;
        }
        return answers.Where(answer => answer.Value.Length > 0).ToDictionary();
    }

    private static async Task<StageRun> PlanAsync(IReadOnlyDictionary<string, string> answers)
    {
        var folder = Directory.CreateTempSubdirectory("session-store-").FullName;
        try
        {
            File.Copy(Path.Combine(Deployed.Root, "Pulumi.yaml"), Path.Combine(folder, "Pulumi.yaml"));
            File.WriteAllLines(
                Path.Combine(folder, "Pulumi.new.yaml"), ["config:", .. answers.Select(answer => $"  {answer.Key}: {answer.Value}")]);
            var primary = Deployed.PrimaryOutputs;
            var region = answers.GetValueOrDefault("aws:region", "us-east-1");
            var cloud = new FakeCloud(region) { StackReference = _ => primary };
            return await StageRun.OfAsync(StackFile.Read(folder, "new"), cloud, preview: true);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
