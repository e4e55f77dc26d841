using System.Buffers.Binary;
using System.Text;

namespace SessionStore.Client.Naming;

/// <summary>What a DNS server says about the CNAME record of a name.</summary>
/// <param name="Code">RCODE: 0 for an answer, 3 for a name that does not exist.</param>
/// <param name="Target">The name that the record leads to; null where there is no such record.</param>
/// <param name="TimeToLive">How long the record is good for.</param>
internal readonly record struct CnameAnswer(int Code, string? Target, TimeSpan TimeToLive)
{
    /// <summary>RCODE of a name that does not exist.</summary>
    public const int NameError = 3;
}

/// <summary>The one question that is asked, and its answer, as RFC 1035 writes them (sections 4.1 and 3.3.1).</summary>
internal static class DnsMessage
{
    private const int HeaderLength = 12, CnameType = 5, InternetClass = 1, PointerBits = 0xC0, LongestName = 255;
    private const ushort Response = 0x8000, RecursionDesired = 0x0100, Truncated = 0x0200;

    /// <summary>Writes the question for a name's CNAME record.</summary>
    /// <param name="id">Comes back in the answer.</param>
    /// <param name="name">The name, without a final dot.</param>
    /// <exception cref="FormatException">The name is none: a label is empty or longer than 63 bytes, or all of it longer than
    /// 255.</exception>
    public static byte[] Question(ushort id, string name)
    {
        var labels = name.Split('.').Select(Encoding.ASCII.GetBytes).ToArray();
        if (labels.Any(label => label.Length is 0 or > 63) || labels.Sum(label => label.Length + 1) + 1 > LongestName
            || !Ascii.IsValid(name))
        {
            throw new FormatException(
                $"\"{name}\" is not a DNS name: expected labels of 1 to 63 ASCII characters, 253 characters in all (RFC 1035, 2.3.4)");
        }
        var message = new List<byte>(HeaderLength + name.Length + 6);
        message.AddRange([(byte)(id >> 8), (byte)id, RecursionDesired >> 8, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        foreach (var label in labels)
        {
            message.Add((byte)label.Length);
            message.AddRange(label);
        }
        message.AddRange([0, 0, CnameType, 0, InternetClass]);
        return [.. message];
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="message">What has arrived: anything, from anybody.</param>
    /// <param name="id">What was sent with the question.</param>
    /// <param name="name">The name that was asked for.</param>
    /// <exception cref="FormatException">It is no whole answer to that question.</exception>
    public static CnameAnswer Answer(ReadOnlySpan<byte> message, ushort id, string name)
    {
        if (message.Length < HeaderLength || Word(message, 0) != id)
        {
            throw new FormatException("not an answer to this question");
        }
        var flags = Word(message, 2);
        var offset = HeaderLength;
        if ((flags & Response) == 0 || (flags & Truncated) != 0 || Word(message, 4) != 1 || !Same(Name(message, ref offset), name)
            || Word(message, offset) != CnameType || Word(message, offset + 2) != InternetClass)
        {
            throw new FormatException("not a whole answer to this question");
        }
        offset += 4;
        for (var left = Word(message, 6); left > 0; left--)
        {
            var owner = Name(message, ref offset);
            var (type, seconds, length) = (Word(message, offset), Seconds(message, offset + 4), Word(message, offset + 8));
            offset += 10;
            if (type == CnameType && Same(owner, name))
            {
                return new(flags & 0xF, Name(message, ref offset), seconds);
            }
            offset += length;
        }
        return new(flags & 0xF, null, TimeSpan.Zero);
    }

    // A pointer may only lead back, so that no message can hold the reader for ever (RFC 1035, 4.1.4: "a prior occurrence").
    private static string Name(ReadOnlySpan<byte> message, ref int offset)
    {
        var name = new StringBuilder();
        for (int at = offset, jumpedTo = -1; ;)
        {
            var length = Byte(message, at);
            if (length >= PointerBits)
            {
                var target = ((length & ~PointerBits) << 8) | Byte(message, at + 1);
                offset = jumpedTo < 0 ? at + 2 : offset;
                if (target >= (jumpedTo < 0 ? at : jumpedTo))
                {
                    throw new FormatException("a name leads forward");
                }
                (at, jumpedTo) = (target, target);
            }
            else if (length == 0)
            {
                offset = jumpedTo < 0 ? at + 1 : offset;
                return name.ToString();
            }
            else if (length > 63 || at + 1 + length > message.Length || name.Length + length > LongestName)
            {
                throw new FormatException("a label is too long");
            }
            else
            {
                name.Append(name.Length > 0 ? "." : "").Append(Encoding.Latin1.GetString(message.Slice(at + 1, length)).ToLowerInvariant());
                at += length + 1;
            }
        }
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static byte Byte(ReadOnlySpan<byte> message, int offset) =>
        offset < message.Length ? message[offset] : throw new FormatException("it ends too early");

    private static ushort Word(ReadOnlySpan<byte> message, int offset) =>
        (ushort)((Byte(message, offset) << 8) | Byte(message, offset + 1));

    // A value with the highest bit set counts as zero (RFC 2181, 8).
    private static TimeSpan Seconds(ReadOnlySpan<byte> message, int offset) => offset + 4 <= message.Length
        ? TimeSpan.FromSeconds(Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(message[offset..])))
        : throw new FormatException("it ends too early");
}
