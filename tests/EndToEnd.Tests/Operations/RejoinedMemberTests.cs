using System.Globalization;
using System.Text.Json;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>A member that rejoins is the one that the Pulumi program would create, with every option: or the next `pulumi up` would change
/// or replace it.</summary>
public sealed class RejoinedMemberTests
{
    // What the program says to the provider alone.
    private static readonly string[] _providersOwn = ["applyImmediately", "authTokenUpdateStrategy"];

    // What ElastiCache chooses where the program leaves it out; a member gets what it had.
    private static readonly string[] _chosen = ["SnapshotWindow", "PreferredMaintenanceWindow"];

    // Names that the provider and the API spell differently.
    private static readonly Dictionary<string, string> _names = new()
    {
        ["description"] = "ReplicationGroupDescription",
        ["multiAzEnabled"] = "MultiAZEnabled",
        ["subnetGroupName"] = "CacheSubnetGroupName",
        ["maintenanceWindow"] = "PreferredMaintenanceWindow",
    };

    [TestCase("token")]
    [TestCase("users")]
    [TestCase("kms")]
    [TestCase("cluster")]
    public async Task It_gets_what_the_program_gives_it(string option)
    {
        await using var world = await World.StartAsync(OptionFiles.Of(option), TimeSpan.FromMilliseconds(200));
        IReadOnlyDictionary<string, string> joined = new Dictionary<string, string>();
        world.Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        world.Away.Member.JoinAsync = form =>
        {
            joined = form;
            world.Away.Member.RoleAsync = () => Task.FromResult<string?>(MemberRoles.Secondary);
            return Task.CompletedTask;
        };
        var run = await world.Operator.RunAsync(CancellationToken.None, "rejoin", "us-east-2", "--yes");

        Assert.That(run.ExitCode, Is.Zero, run.Text);
        Assert.That(
            joined.Where(field => field.Key is not ("Action" or "Version") && !_chosen.Contains(field.Key))
                .Select(field => $"{field.Key}: {field.Value}"),
            Is.EquivalentTo(Declared(world).Select(field => $"{field.Key}: {field.Value}")));
        if (world.Home.Stage.Outputs.TryGetValue("authToken", out var token))
        {
            Assert.That(run.Text, Does.Not.Contain((string)token).And.Contain("the AUTH token"));
        }
    }

    [Test]
    public async Task Without_the_token_no_member_is_deleted_that_had_one()
    {
        await using var world = await World.StartAsync(OptionFiles.Of("token"), TimeSpan.FromMilliseconds(200));
        world.Away.Member.RoleAsync = () => Task.FromResult<string?>(null);
        var folder = Directory.CreateTempSubdirectory("session-store-");
        // As `pulumi stack output --json` prints secrets.
        var outputs = world.Regions.SelectMany(region =>
        {
            var file = Path.Combine(folder.FullName, $"{region.Stack}.json");
            File.WriteAllText(file, JsonSerializer.Serialize(region.Stage.Outputs.ToDictionary(
                output => output.Key, output => region.Stage.SecretOutputs.Contains(output.Key) ? "[secret]" : output.Value)));
            return new[] { "--outputs", file };
        });
        var run = await world.Operator.WithoutOutputs().RunAsync(CancellationToken.None, ["rejoin", "us-east-2", "--yes", .. outputs]);
        folder.Delete(recursive: true);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.Text, Does.Contain("stack token-primary: output authToken is a secret that was not shown")
                .And.Contain("--show-secrets --stack token-primary"));
            Assert.That(world.Away.Member.Status, Is.EqualTo("available"));
        });
    }

    private static IEnumerable<KeyValuePair<string, string>> Declared(World world)
    {
        var member = world.Away.Stage.Only("aws:elasticache/replicationGroup:ReplicationGroup");
        foreach (var (input, value) in member.Inputs.Where(input =>
            !_providersOwn.Contains(input.Key) && !_chosen.Contains(Name(input.Key))))
        {
            var name = Name(input);
            // In the query protocol a list's items have names of their own in this service: "SecurityGroupIds.SecurityGroupId.1",
            // "UserGroupIds.member.1".
            var item = name == "SecurityGroupIds" ? "SecurityGroupId" : "member";
            if (value is System.Collections.Immutable.ImmutableArray<object> list)
            {
                foreach (var (index, text) in list.Index())
                {
                    yield return new($"{name}.{item}.{index + 1}", (string)text);
                }
            }
            else
            {
                yield return new(name, value is bool flag ? (flag ? "true" : "false")
                    : Convert.ToString(value, CultureInfo.InvariantCulture)!);
            }
        }
    }

    private static string Name(string input) => _names.GetValueOrDefault(input, char.ToUpperInvariant(input[0]) + input[1..]);
}
