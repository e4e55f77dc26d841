using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Contract;

namespace SessionStore.Failover;

/// <summary>What the hosted zone holds at the writer name and beside it, exactly as it was read.</summary>
/// <param name="AtWriterName">
/// Every record at the writer name: the one CNAME that the functions move, and the overrides, which they never touch.
/// </param>
/// <param name="Pin">The pin, a TXT record; null when nobody has pinned a group.</param>
/// <param name="HistoryRecord">The history, a TXT record; null when nothing has happened yet.</param>
internal sealed record WriterRecords(IReadOnlyList<ResourceRecordSet> AtWriterName, ResourceRecordSet? Pin,
    ResourceRecordSet? HistoryRecord)
{
    /// <summary>The group that the pin names, null without a pin. A pin that is not one value names no group that exists.</summary>
    public string? PinnedGroup => Pin is null ? null : string.Join(' ', ValuesOf(Pin).Select(DnsText.Unquote)).Trim();

    /// <summary>What has happened to the writer name; null when the record says nothing that a history says.</summary>
    public WriterHistory? History => HistoryRecord is not null && ValuesOf(HistoryRecord) is [var value]
        ? WriterHistory.Parse(DnsText.Strings(value))
        : HistoryRecord is null ? WriterHistory.Empty : null;

    /// <summary><see cref="History"/>, or else an empty one.</summary>
    public WriterHistory HistoryOrEmpty => History ?? WriterHistory.Empty;

    /// <summary>The records that lead to one Region each, while that Region overrides.</summary>
    public IEnumerable<ResourceRecordSet> Overrides => AtWriterName.Where(IsOverride);

    /// <summary>The writer record; null when there is none to be moved.</summary>
    /// <param name="writerName">The name it is expected at, for the error.</param>
    /// <exception cref="FailoverException">The name holds something that the function did not make and must not delete.</exception>
    public ResourceRecordSet? Writer(string writerName) => AtWriterName.Where(record => !IsOverride(record)).ToList() switch
    {
        [] => null,
        [var only] when IsWriter(only) => only,
        var found => throw new FailoverException(
            $"{writerName} holds {string.Join(" and ", found.Select(Describe))}; expected one CNAME record with simple routing, or with "
            + $"weighted routing and the set identifier {WriterSets.Current}. Delete what is there, and the next notice makes the record."),
    };

    /// <summary>Whether other records say exactly the same: nobody has changed anything between two looks.</summary>
    public bool AreAs(WriterRecords other) =>
        Text().Order(StringComparer.Ordinal).SequenceEqual(other.Text().Order(StringComparer.Ordinal));

    /// <summary>Whether a writer record names an endpoint.</summary>
    public static bool Names(ResourceRecordSet writer, string endpoint) =>
        ValuesOf(writer) is [var value] && DnsText.SameName(value, endpoint);

    /// <summary>The values of a record; an alias has none.</summary>
    public static IReadOnlyList<string> ValuesOf(ResourceRecordSet record) =>
        record.ResourceRecords is null ? [] : [.. record.ResourceRecords.Select(value => value.Value)];

    private IEnumerable<string> Text() => ((ResourceRecordSet?[])[.. AtWriterName, Pin, HistoryRecord])
        .OfType<ResourceRecordSet>().Select(record => $"{record.Name} {record.TTL} {Describe(record)}");

    // A store that has not seen `pulumi up` since there are overrides has the simple record still.
    private static bool IsWriter(ResourceRecordSet record) =>
        record.Type == RRType.CNAME && record.AliasTarget is null
        && (string.IsNullOrEmpty(record.SetIdentifier) || (record.SetIdentifier == WriterSets.Current && record.Weight is not null));

    private static bool IsOverride(ResourceRecordSet record) =>
        record.Type == RRType.CNAME && record.SetIdentifier?.StartsWith(WriterSets.OverridePrefix, StringComparison.Ordinal) is true;

    private static string Describe(ResourceRecordSet record)
    {
        var routing = string.IsNullOrEmpty(record.SetIdentifier) ? string.Empty
            : $" with the set identifier {record.SetIdentifier}"
                + (record.Weight is { } weight ? $" and the weight {weight}" : string.Empty);
        var target = record.AliasTarget is { } alias ? $"alias of {alias.DNSName}" : string.Join(", ", ValuesOf(record));
        return $"a record of type {record.Type}{routing} ({target})";
    }
}
