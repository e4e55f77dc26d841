using SessionStore.Replicator.Copying;

namespace SessionStore.Replicator.Tests.Copying;

/// <summary>What two payloads say of two values.</summary>
internal sealed class CopyTests
{
    private static readonly byte[] _value = [0, 1, (byte)'x'], _other = [0, 1, (byte)'y'];

    [Test]
    public void Two_engines_end_the_same_value_otherwise() => Assert.Multiple(() =>
    {
        Assert.That(Of(_value, 10).HasValueOf(Of(_value, 11)), Is.True);
        Assert.That(Of(_value, 10).IsSameAs(Of(_value, 11)), Is.False);
        Assert.That(Of(_value, 10).HasValueOf(Of(_other, 10)), Is.False);
        Assert.That(Of(_value, 10).HasValueOf(Of([.. _value, 0], 10)), Is.False);
        Assert.That(Of(_value, 10).HasValueOf(new("key", null, 0)), Is.False);
    });

    // The version, and a checksum of its own.
    private static Copy Of(byte[] value, byte version) => new("key", [.. value, version, 0, .. Enumerable.Repeat(version, 8)], 0);
}
