using System.Net;
using System.Text;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>What a client asks a DNS server.</summary>
/// <param name="Name">The name in lower case, without a final dot.</param>
/// <param name="Type">The type's name, such as CNAME; TYPE and its number for one that is not known here (RFC 3597, 5).</param>
internal sealed record DnsQuestion(string Name, string Type);

/// <summary>What a DNS server says.</summary>
/// <param name="Code">RCODE (RFC 1035, 4.1.1).</param>
/// <param name="Records">The answer section.</param>
internal sealed record DnsAnswer(int Code, IReadOnlyList<DnsRecord> Records)
{
    /// <summary>The name exists and has no such record.</summary>
    public static DnsAnswer NoData { get; } = new(0, []);

    public static DnsAnswer ServerFailure { get; } = new(2, []);

    /// <summary>NXDOMAIN: there is no such name.</summary>
    public static DnsAnswer NameError { get; } = new(3, []);

    public static DnsAnswer Refused { get; } = new(5, []);
}

/// <summary>A record of an answer.</summary>
/// <param name="Value">As zone files have it: a name, an address, a text in quotation marks.</param>
internal sealed record DnsRecord(string Name, string Type, int TtlSeconds, string Value);

/// <summary>Questions and answers as RFC 1035 writes them (sections 4.1 and 3.3).</summary>
internal static class DnsWire
{
    private const int HeaderLength = 12, InternetClass = 1, LongestText = 255;

    private static readonly Dictionary<int, string> _types = new() { [1] = "A", [5] = "CNAME", [16] = "TXT" };

    /// <summary>Reads a question; null where it is none.</summary>
    public static DnsQuestion? Read(ReadOnlySpan<byte> message)
    {
        var labels = new List<string>();
        var at = HeaderLength;
        while (at < message.Length && message[at] is > 0 and < 64 and var length && at + length < message.Length)
        {
            labels.Add(Encoding.ASCII.GetString(message.Slice(at + 1, length)).ToLowerInvariant());
            at += length + 1;
        }
        if (at + 4 >= message.Length || message[at] != 0)
        {
            return null;
        }
        var type = (message[at + 1] << 8) | message[at + 2];
        return new(string.Join('.', labels), _types.GetValueOrDefault(type, $"TYPE{type}"));
    }

    /// <summary>Writes the answer to a question that could be read.</summary>
    public static byte[] Write(ReadOnlySpan<byte> question, DnsAnswer answer)
    {
        var end = HeaderLength;
        while (question[end] != 0)
        {
            end += question[end] + 1;
        }
        // The question comes back, and nothing of what may have stood behind it, such as EDNS's.
        var message = new List<byte>(question[..(end + 5)].ToArray());
        (message[2], message[3]) = (0x81, (byte)(0x80 | answer.Code));
        (message[6], message[7]) = (0, (byte)answer.Records.Count);
        for (var empty = 8; empty < HeaderLength; empty++)
        {
            message[empty] = 0;
        }
        foreach (var record in answer.Records)
        {
            var data = Data(record);
            message.AddRange(Name(record.Name));
            message.AddRange(Word(_types.Single(type => type.Value == record.Type).Key));
            message.AddRange(Word(InternetClass));
            message.AddRange([0, 0, .. Word(record.TtlSeconds)]);
            message.AddRange(Word(data.Length));
            message.AddRange(data);
        }
        return [.. message];
    }

    private static byte[] Data(DnsRecord record) => record.Type switch
    {
        "A" => IPAddress.Parse(record.Value).GetAddressBytes(),
        "CNAME" => Name(record.Value),
        _ => Text(record.Value.Trim('"')),
    };

    private static byte[] Name(string name) =>
        [.. name.TrimEnd('.').Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    private static byte[] Text(string text) =>
        [.. Encoding.UTF8.GetBytes(text).Chunk(LongestText).SelectMany(part => (byte[])[(byte)part.Length, .. part])];

    private static byte[] Word(int value) => [(byte)(value >> 8), (byte)value];
}
