using SessionStore.Client.Naming;

namespace SessionStore.Client.Tests.Naming;

internal sealed class DnsMessageTests
{
    private const ushort Id = 0x1234;

    [Test]
    public void A_question_has_the_bytes_of_RFC_1035() => Assert.That(DnsMessage.Question(Id, "a.bc"), Is.EqualTo(new byte[]
    {
        0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 1, (byte)'a', 2, (byte)'b', (byte)'c', 0, 0, 5, 0, 1,
    }));

    [TestCase("")]
    [TestCase("a..b")]
    [TestCase("ä.b")]
    [TestCase("0123456789012345678901234567890123456789012345678901234567890123.b")]
    public void What_is_no_name_is_not_asked_for(string name) =>
        Assert.That(() => DnsMessage.Question(Id, name), Throws.TypeOf<FormatException>().With.Message.Contains("RFC 1035"));

    [Test]
    public void An_answer_tells_target_and_time_to_live() =>
        Assert.That(DnsMessage.Answer(Answer(), Id, "A.bc"), Is.EqualTo(new CnameAnswer(0, "x.bc", TimeSpan.FromSeconds(7))));

    [Test]
    public void Another_number_another_name_another_type_or_half_an_answer_is_none() => Assert.Multiple(() =>
    {
        Assert.That(() => DnsMessage.Answer(Answer(), 1, "a.bc"), Throws.TypeOf<FormatException>());
        Assert.That(() => DnsMessage.Answer(Answer(), Id, "b.bc"), Throws.TypeOf<FormatException>());
        Assert.That(() => DnsMessage.Answer(Changed(2, 0x01), Id, "a.bc"), Throws.TypeOf<FormatException>(), "a question");
        Assert.That(() => DnsMessage.Answer(Changed(2, 0x83), Id, "a.bc"), Throws.TypeOf<FormatException>(), "truncated");
        Assert.That(() => DnsMessage.Answer(Changed(19, 1), Id, "a.bc"), Throws.TypeOf<FormatException>(), "type A");
    });

    [Test]
    public void A_name_that_points_at_itself_or_forward_is_refused() => Assert.Multiple(() =>
    {
        Assert.That(() => DnsMessage.Answer(Changed(37, 36), Id, "a.bc"), Throws.TypeOf<FormatException>(), "at itself");
        Assert.That(() => DnsMessage.Answer(Changed(37, 38), Id, "a.bc"), Throws.TypeOf<FormatException>(), "forward");
    });

    [Test]
    public void A_time_to_live_with_the_highest_bit_counts_as_none() =>
        Assert.That(DnsMessage.Answer(Changed(28, 0x80), Id, "a.bc").TimeToLive, Is.EqualTo(TimeSpan.Zero));

    [Test]
    public void No_message_does_more_than_not_fit()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var message = Answer();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                message[random.Next(12, message.Length)] = (byte)random.Next(256);
            }
            var length = random.Next(message.Length + 1);
            try
            {
                DnsMessage.Answer(message.AsSpan(0, length), Id, "a.bc");
            }
            catch (FormatException)
            {
            }
        }
    }

    // Header, question "a.bc" CNAME IN, and one record: its owner a pointer to the question, its target "x" and a pointer to "bc".
    private static byte[] Answer() =>
    [
        0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0,
        1, (byte)'a', 2, (byte)'b', (byte)'c', 0, 0, 5, 0, 1,
        0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 7, 0, 4, 1, (byte)'x', 0xC0, 14,
    ];

    private static byte[] Changed(int at, byte value)
    {
        var message = Answer();
        message[at] = value;
        return message;
    }
}
