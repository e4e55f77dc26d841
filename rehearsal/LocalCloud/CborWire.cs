using System.Formats.Cbor;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The shapes of Smithy's RPC v2 in CBOR: maps, lists, texts, numbers, truths, and times as seconds since 1970 under tag
/// 1.</summary>
internal static class CborWire
{
    /// <summary>Reads a request.</summary>
    /// <exception cref="CborContentException">It is no map in CBOR.</exception>
    public static Dictionary<string, object?> Read(byte[] body) =>
        Value(new CborReader(body, CborConformanceMode.Lax)) as Dictionary<string, object?>
            ?? throw new CborContentException("expected a map");

    /// <summary>Writes an answer.</summary>
    /// <param name="answer">The answer; members that are null are left out.</param>
    public static byte[] Write(Dictionary<string, object?> answer)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        Write(writer, answer);
        return writer.Encode();
    }

    private static object? Value(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                var map = new Dictionary<string, object?>();
                reader.ReadStartMap();
                while (reader.PeekState() != CborReaderState.EndMap)
                {
                    map[reader.ReadTextString()] = Value(reader);
                }
                reader.ReadEndMap();
                return map;
            case CborReaderState.StartArray:
                var list = new List<object?>();
                reader.ReadStartArray();
                while (reader.PeekState() != CborReaderState.EndArray)
                {
                    list.Add(Value(reader));
                }
                reader.ReadEndArray();
                return list;
            case CborReaderState.Tag when reader.ReadTag() == CborTag.UnixTimeSeconds:
                return DateTimeOffset.UnixEpoch.AddSeconds(
                    Convert.ToDouble(Value(reader), System.Globalization.CultureInfo.InvariantCulture));
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                return reader.ReadTextString();
            case CborReaderState.Boolean:
                return reader.ReadBoolean();
            case CborReaderState.Null:
                reader.ReadNull();
                return null;
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                return reader.ReadInt64();
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                return reader.ReadDouble();
            case var other:
                throw new CborContentException($"{other} is no shape of the protocol");
        }
    }

    private static void Write(CborWriter writer, object? value)
    {
        switch (value)
        {
            case Dictionary<string, object?> map:
                var members = map.Where(member => member.Value is not null).ToArray();
                writer.WriteStartMap(members.Length);
                foreach (var (name, member) in members)
                {
                    writer.WriteTextString(name);
                    Write(writer, member);
                }
                writer.WriteEndMap();
                break;
            case List<object?> list:
                writer.WriteStartArray(list.Count);
                list.ForEach(item => Write(writer, item));
                writer.WriteEndArray();
                break;
            case DateTimeOffset at:
                writer.WriteTag(CborTag.UnixTimeSeconds);
                writer.WriteDouble(at.ToUnixTimeMilliseconds() / 1000d);
                break;
            case string text:
                writer.WriteTextString(text);
                break;
            case double number:
                writer.WriteDouble(number);
                break;
            default:
                throw new ArgumentException($"{value} is no shape of the protocol", nameof(value));
        }
    }
}
