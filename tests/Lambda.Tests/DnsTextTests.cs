using SessionStore.Failover;

namespace SessionStore.Lambda.Tests;

internal sealed class DnsTextTests
{
    [TestCase("demo.valkey-dr.live", "demo.valkey-dr.live.", true)]
    [TestCase("Demo.Valkey-DR.live.", "demo.valkey-dr.live", true)]
    [TestCase("\\137pin.demo.valkey-dr.live.", "_pin.demo.valkey-dr.live", true)]
    [TestCase("_pin.demo.valkey-dr.live.", "_pin.demo.valkey-dr.live", true)]
    [TestCase("demo.valkey-dr.live", "demo2.valkey-dr.live", false)]
    [TestCase("\\052.valkey-dr.live.", "demo.valkey-dr.live", false)]
    [TestCase(null, "demo.valkey-dr.live", false)]
    public void Names_are_compared_without_case_dot_and_escapes(string? one, string other, bool same) =>
        Assert.That(DnsText.SameName(one, other), Is.EqualTo(same));

    [TestCase("demo.valkey-dr.live.", true)]
    [TestCase("_pin.demo.valkey-dr.live.", true)]
    [TestCase("a.b.DEMO.valkey-dr.live", true)]
    [TestCase("xdemo.valkey-dr.live.", false)]
    [TestCase("reader.valkey-dr.live.", false)]
    [TestCase("valkey-dr.live.", false)]
    [TestCase(null, false)]
    public void A_name_is_at_or_below_another(string? name, bool expected) =>
        Assert.That(DnsText.IsAtOrBelow(name, "demo.valkey-dr.live"), Is.EqualTo(expected));

    [TestCase("session-store", "\"session-store\"")]
    [TestCase("a\"b\\c", "\"a\\\"b\\\\c\"")]
    public void A_TXT_value_is_quoted_and_comes_back(string text, string quoted)
    {
        Assert.That(DnsText.Quote([text]), Is.EqualTo(quoted));
        Assert.That(DnsText.Unquote(quoted), Is.EqualTo(text));
    }

    [TestCase("session-store", "session-store")]
    [TestCase("\"session-\" \"store\"", "session-store")]
    [TestCase("\"session\\055store\"", "session-store")]
    [TestCase("\"a b\"", "a b")]
    [TestCase("\"\"", "")]
    public void A_TXT_value_by_another_hand_is_understood(string value, string text) =>
        Assert.That(DnsText.Unquote(value), Is.EqualTo(text));

    [Test]
    public void A_TXT_string_has_its_limit() => Assert.That(() => DnsText.Quote([new string('a', 256)]), Throws.ArgumentException);
}
