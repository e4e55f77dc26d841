using SessionStore.Infra.Settings;
using SessionStore.Infra.Stages;

namespace SessionStore.Infra.Tests.Settings;

/// <summary>The committed files: with an AWS account nothing else needs to be set.</summary>
public class StackFileTests
{
    [TestCase("primary", "primary", "us-east-1", "10.16")]
    [TestCase("secondary", "secondary", "us-east-2", "10.18")]
    [TestCase("tertiary", "secondary", "us-west-2", "10.20")]
    [TestCase("mumbai", "primary", "ap-south-1", "10.30")]
    [TestCase("hyderabad", "secondary", "ap-south-2", "10.32")]
    public void The_committed_stacks_are_complete(string stack, string role, string region, string prefix)
    {
        var file = Deployed.File(stack);
        Assert.Multiple(() =>
        {
            Assert.That(file.Get("aws:region"), Is.EqualTo(region));
            Assert.That(file.Get("session-store:role"), Is.EqualTo(role));
            Assert.That(file.Get("session-store:vpcCidr"), Is.EqualTo($"{prefix}.0.0/16"));
            Assert.That(file.Get("session-store:publicSubnetCidrs"), Is.EqualTo($"[\"{prefix}.10.0/24\",\"{prefix}.11.0/24\"]"));
            Assert.That(file.Get("session-store:privateSubnetCidrs"), Is.EqualTo($"[\"{prefix}.20.0/24\",\"{prefix}.21.0/24\"]"));
            Assert.That(file.Get("session-store:testHost"), Is.EqualTo("true"));
        });
    }

    [Test]
    public void The_primary_names_the_domain_and_the_writer()
    {
        var file = StackFile.Read(Deployed.Root, "primary");
        Assert.Multiple(() =>
        {
            Assert.That(file.Get("session-store:domain"), Is.EqualTo("valkey-dr.live"));
            Assert.That(file.Get("session-store:writerName"), Is.EqualTo("demo.valkey-dr.live"));
        });
    }

    [Test]
    public void Every_key_that_the_program_reads_is_in_the_schema_and_no_other()
    {
        var asked = new HashSet<string>();
        foreach (var role in new[] { "primary", "secondary" })
        {
            var reader = new SettingsReader(
                key =>
                {
                    asked.Add(key);
                    return key == "session-store:role" ? role : null;
                },
                new Problems());
            _ = reader.Raw("session-store:role");
            _ = StoreKind.IsMemoryDb(reader);
            _ = role == "primary" ? (object)PrimarySettings.Read(reader) : StageSettings.Read(reader);
        }
        asked.UnionWith(SecondarySettings.Keys.Select(SettingsReader.Key));
        Assert.That(
            asked.Where(key => key.StartsWith("session-store:", StringComparison.Ordinal)),
            Is.EquivalentTo(Deployed.SchemaKeys.Select(SettingsReader.Key)));
    }
}
