using static SessionStore.Infra.Tests.Settings.SettingsProblem;

namespace SessionStore.Infra.Tests.Settings;

/// <summary>Values that a secondary's stage does not take: what it inherits, and what does not fit the primary.</summary>
public class SecondaryRefusalTests
{
    [TestCase("name", "sessions")]
    [TestCase("engineVersion", "8.1")]
    [TestCase("foundingEngineVersion", "8.1")]
    [TestCase("nodeType", "cache.r7g.large")]
    [TestCase("shards", "3")]
    [TestCase("extraEngineVersions", "[\"9.2\"]")]
    [TestCase("extraNodeFamilies", "[\"r9g\"]")]
    [TestCase("domain", "valkey-dr.live")]
    [TestCase("writerName", "demo.valkey-dr.live")]
    [TestCase("readerName", "reader.valkey-dr.live")]
    [TestCase("auth", "token")]
    [TestCase("authTokenUpdateStrategy", "SET")]
    [TestCase("dataPlaneFailover", "true")]
    public void A_secondary_refuses_what_it_inherits(string name, string value) => Assert.That(
        () => Deployed.With("secondary", ($"session-store:{name}", value)),
        Refused($"session-store:{name} is \"{value}\": expected no value: a secondary inherits it from the primary stack, so set it "
            + "there"));

    [TestCase("aws:region", "us-east-1", "aws:region is \"us-east-1\": expected another Region than the primary's")]
    [TestCase("aws:region", "us-gov-west-1",
        "aws:region is \"us-gov-west-1\": expected a Region in the same partition as the primary's us-east-1: aws")]
    [TestCase("session-store:vpcCidr", "10.16.0.0/16",
        "session-store:vpcCidr is \"10.16.0.0/16\": expected a CIDR block that does not overlap the primary's 10.16.0.0/16")]
    [TestCase("session-store:primaryStack", "a/b",
        "session-store:primaryStack is \"a/b\": expected a stack of this project, such as primary, or organization/project/stack")]
    public void A_secondary_refuses_what_does_not_fit_the_primary(string key, string value, string problem)
    {
        var changes = new Dictionary<string, string> { [key] = value };
        if (key == "aws:region")
        {
            changes["session-store:availabilityZones"] = $"[\"{value}a\",\"{value}b\"]";
        }
        if (key == "session-store:vpcCidr")
        {
            changes["session-store:publicSubnetCidrs"] = "[\"10.16.10.0/24\",\"10.16.11.0/24\"]";
            changes["session-store:privateSubnetCidrs"] = "[\"10.16.20.0/24\",\"10.16.21.0/24\"]";
        }
        Assert.That(() => Deployed.With("secondary", [.. changes.Select(change => (change.Key, change.Value))]), Refused(problem));
    }
}
