using System.Runtime.Versioning;
using System.Text.Json;
using SessionStore.Ops;
using SessionStore.Ops.Store;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>Which stacks of a project are the store. Proof limit: the Pulumi CLI is a script that prints what its source says.</summary>
public sealed class StoreFinderTests
{
    [Test]
    public void The_stacks_of_the_one_store_come_in_the_order_in_which_they_were_deployed() =>
        Assert.That(Chosen(Stack("a-third", peers: ["us-east-2"]), Stack("z-primary"), Stack("m-second", peers: []), Empty("new"),
            new("other", new Dictionary<string, JsonElement> { ["bucket"] = JsonSerializer.SerializeToElement("b") })),
            Is.EqualTo(new[] { "m-second", "z-primary", "a-third" }));

    [Test]
    public void Several_stores_are_named_with_their_stacks() =>
        Assert.That(() => Chosen(Stack("prod-2"), Stack("prod-1"), Stack("test-1", name: "test", writer: "t.example")),
            Throws.TypeOf<OpsException>().With.Message.EqualTo("The project has 2 stores: s at w.example (stacks prod-1, prod-2); test at "
                + "t.example (stacks test-1): name the stacks of the store with --stack, once for each Region"));

    [Test]
    public void Two_stores_of_one_name_and_writer_name_are_not_taken_for_one() =>
        Assert.That(() => StoreReader.Read([.. StoreFinder.Choose([Stack("one", zone: "Z1"), Stack("two", zone: "Z2")])]),
            Throws.TypeOf<OpsException>().With.Message.Contains("one and two of one and two have an output hostedZoneId: expected one"));

    [Test]
    public void No_store_says_what_there_is()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => Chosen(Empty("primary"), Empty("dev")), Throws.TypeOf<OpsException>().With.Message.StartsWith(
                "The project has the stacks dev, primary: expected a deployed one with an output writerName"));
            Assert.That(() => Chosen(), Throws.TypeOf<OpsException>().With.Message.StartsWith("The project has no stacks: expected"));
        });
    }

    [TestCase("""[{"name":"primary","current":true,"resourceCount":75},{"name":"acme/secondary","current":false}]""", null)]
    [TestCase("[]", "The project has no stacks")]
    [TestCase("""{"stacks":[]}""", "pulumi stack ls --json: expected a JSON array of objects with a name")]
    [TestCase("none", "pulumi stack ls --json: expected a JSON array of objects with a name")]
    [UnsupportedOSPlatform("windows")]
    public async Task The_Pulumi_CLI_is_asked_for_the_projects_stacks(string list, string? problem)
    {
        var folder = Directory.CreateTempSubdirectory("session-store-");
        var pulumi = Path.Combine(folder.FullName, "pulumi");
        await File.WriteAllTextAsync(pulumi, $$"""
            #!/bin/sh
            case "$*" in
              'stack ls --json') echo '{{list}}' ;;
              'stack output --json --stack '*) echo "{\"name\":\"s\",\"writerName\":\"w.example\",\"region\":\"$5\"}" ;;
              *) exit 1 ;;
            esac

            """);
        File.SetUnixFileMode(pulumi, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var run = ChildProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "ops.dll"), "status"],
            new Dictionary<string, string>
            {
                ["PATH"] = $"{folder.FullName}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
                ["HOME"] = folder.FullName,
            });
        await run.Exit;
        folder.Delete(recursive: true);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(string.Join('\n', run.Lines), Does.Contain(problem ?? "stack acme/secondary: output topicArn is missing"));
        });
    }

    private static IEnumerable<string> Chosen(params StackOutputs[] stacks) => StoreFinder.Choose(stacks).Select(stack => stack.Stack);

    private static StackOutputs Empty(string stack) => new(stack, new Dictionary<string, JsonElement>());

    private static StackOutputs Stack(
        string stack, string name = "s", string writer = "w.example", string[]? peers = null, string? zone = null)
    {
        var values = new Dictionary<string, object?>
        {
            ["name"] = name,
            ["writerName"] = writer,
            ["peerRegions"] = peers,
            ["hostedZoneId"] = zone,
        };
        return new(stack, values.Where(value => value.Value is not null)
            .ToDictionary(value => value.Key, value => JsonSerializer.SerializeToElement(value.Value)));
    }
}
