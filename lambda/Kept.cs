using System.Text.Json;
using System.Text.Json.Serialization;

namespace SessionStore.Failover;

/// <summary>The records as this Region last read them.</summary>
/// <param name="Target">Where the writer record leads; null when there is none, or a foreign one.</param>
/// <param name="Foreign">What is wrong with what stands at the writer name; null when nothing is.</param>
/// <param name="Pinned">The group that the pin names; null without a pin.</param>
/// <param name="History">What has happened to the name.</param>
internal sealed record KeptRecords(string? Target, string? Foreign, string? Pinned, WriterHistory History)
{
    // Of what somebody has put at the writer name: the parameter holds 4,096 characters (Parameter Store, standard tier).
    private const int MostForeignCharacters = 500;

    /// <summary>What is kept of records.</summary>
    /// <param name="records">As they were read.</param>
    /// <param name="writerName">The name of the writer record.</param>
    public static KeptRecords Of(WriterRecords records, string writerName)
    {
        try
        {
            var writer = records.Writer(writerName);
            var target = writer is null ? null : WriterRecords.ValuesOf(writer).FirstOrDefault();
            return new(target, null, records.PinnedGroup, records.HistoryOrEmpty);
        }
        catch (FailoverException foreign)
        {
            var what = foreign.Message.Length > MostForeignCharacters ? foreign.Message[..MostForeignCharacters] : foreign.Message;
            return new(null, what, records.PinnedGroup, records.HistoryOrEmpty);
        }
    }
}

/// <summary>What a Region's function keeps where a cold start finds it: in a parameter of Systems Manager, in its own Region.</summary>
/// <param name="Records">The records as they were last read; null when they never were.</param>
/// <param name="Branch">What was decided since, while Route 53 did not answer.</param>
internal sealed record Kept(KeptRecords? Records, Branch Branch)
{
    /// <summary>What a parameter holds that was just made.</summary>
    public static readonly Kept Nothing = new(null, Branch.None);

    /// <summary>Reads the value of the parameter.</summary>
    /// <returns>What it holds; null when it says nothing that this says. What a newer version has added is left out.</returns>
    public static Kept? Parse(string value)
    {
        KeptDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(value, KeptJson.Default.KeptDocument);
        }
        catch (JsonException)
        {
            return null;
        }
        if (document is null)
        {
            return null;
        }
        KeptRecords? records = null;
        if (document.Records is { } read)
        {
            if (WriterHistory.Parse(read.History ?? []) is not { } history)
            {
                return null;
            }
            records = new(read.Target, read.Foreign, read.Pinned, history);
        }
        if (document.Branch is not { } branch)
        {
            return new(records, Branch.None);
        }
        return WriterHistory.Parse(branch.History ?? []) is { } decided
            ? new(records, new(decided.Order, decided.Claim, branch.WithoutRole, branch.OverridingSince))
            : null;
    }

    /// <summary>The value of the parameter: JSON, the histories in the words of the TXT record.</summary>
    public string Text() => JsonSerializer.Serialize(new KeptDocument
    {
        Records = Records is null ? null : new()
        {
            Target = Records.Target,
            Foreign = Records.Foreign,
            Pinned = Records.Pinned,
            History = Records.History.Strings(),
        },
        Branch = Branch == Branch.None ? null : new()
        {
            History = new WriterHistory(0, Branch.Claim, Branch.Order, []).Strings(),
            WithoutRole = Branch.WithoutRole,
            OverridingSince = Branch.OverridingSince,
        },
    }, KeptJson.Default.KeptDocument);
}

/// <summary>The JSON object that the parameter holds.</summary>
internal sealed class KeptDocument
{
    /// <summary><see cref="Kept.Records"/>.</summary>
    public KeptRecordsDocument? Records { get; init; }

    /// <summary><see cref="Kept.Branch"/>.</summary>
    public KeptBranchDocument? Branch { get; init; }
}

/// <summary><see cref="KeptRecords"/> in JSON.</summary>
internal sealed class KeptRecordsDocument
{
    /// <summary><see cref="KeptRecords.Target"/>.</summary>
    public string? Target { get; init; }

    /// <summary><see cref="KeptRecords.Foreign"/>.</summary>
    public string? Foreign { get; init; }

    /// <summary><see cref="KeptRecords.Pinned"/>.</summary>
    public string? Pinned { get; init; }

    /// <summary><see cref="WriterHistory.Strings"/>.</summary>
    public IReadOnlyList<string>? History { get; init; }
}

/// <summary><see cref="Failover.Branch"/> in JSON.</summary>
internal sealed class KeptBranchDocument
{
    /// <summary>Order and claim, as <see cref="WriterHistory.Strings"/> has them.</summary>
    public IReadOnlyList<string>? History { get; init; }

    /// <summary><see cref="Branch.WithoutRole"/>.</summary>
    public DateTimeOffset? WithoutRole { get; init; }

    /// <summary><see cref="Branch.OverridingSince"/>.</summary>
    public DateTimeOffset? OverridingSince { get; init; }
}

/// <summary>JSON code for the parameter's value, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptDocument))]
internal sealed partial class KeptJson : JsonSerializerContext;
