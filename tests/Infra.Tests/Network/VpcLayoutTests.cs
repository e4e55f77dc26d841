using System.Net;
using SessionStore.Infra.Network;

namespace SessionStore.Infra.Tests.Network;

/// <summary>The defaults of a new VPC, which stores that exist were founded with.</summary>
public class VpcLayoutTests
{
    [TestCase("10.16.0.0/16", 2, "10.16.0.0/19 10.16.32.0/19", "10.16.128.0/19 10.16.160.0/19")]
    [TestCase("10.0.0.128/25", 3, "10.0.0.128/28 10.0.0.144/28 10.0.0.160/28", "10.0.0.192/28 10.0.0.208/28 10.0.0.224/28")]
    public void Public_subnets_begin_and_private_ones_have_the_second_half(
        string block, int zones, string expectedPublic, string expectedPrivate)
    {
        var vpc = IPNetwork.Parse(block);
        Assert.Multiple(() =>
        {
            Assert.That(VpcLayout.PublicSubnets(vpc, zones)!.Select(subnet => $"{subnet}"), Is.EqualTo(expectedPublic.Split(' ')));
            Assert.That(VpcLayout.PrivateSubnets(vpc, zones)!.Select(subnet => $"{subnet}"), Is.EqualTo(expectedPrivate.Split(' ')));
        });
    }

    [TestCase("10.0.0.0/26", 2)]
    [TestCase("10.16.0.0/16", 5)]
    public void What_has_no_room_has_no_default(string vpc, int zones) =>
        Assert.That(VpcLayout.PublicSubnets(IPNetwork.Parse(vpc), zones), Is.Null);

    [TestCase("us-west-1")]
    [TestCase("ap-northeast-1")]
    [TestCase("")]
    public void Zones_whose_letters_nobody_knows_have_no_default(string region) => Assert.That(VpcLayout.Zones(region), Is.Null);

    [TestCase("session-store:publicSubnetCidrs", "session-store:privateSubnetCidrs")]
    [TestCase("session-store:privateSubnetCidrs", "session-store:publicSubnetCidrs")]
    public void Where_one_kind_of_subnets_is_set_the_other_is_required(string absent, string given) => Assert.That(
        () => Deployed.With("primary", (absent, "[]")),
        Throws.TypeOf<RunException>().With.Message.Contains(absent).And.Message.Not.Contains($"{given} is"));

    [Test]
    public void A_block_without_room_asks_for_both() => Assert.That(
        () => Deployed.With(
            "primary",
            ("session-store:vpcCidr", "10.16.0.0/26"), ("session-store:publicSubnetCidrs", "[]"),
            ("session-store:privateSubnetCidrs", "[]")),
        Throws.TypeOf<RunException>()
            .With.Message.Contains("session-store:publicSubnetCidrs").And.Message.Contains("session-store:privateSubnetCidrs"));
}
