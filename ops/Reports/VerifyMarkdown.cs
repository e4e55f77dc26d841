using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SessionStore.Ops.Verify;

namespace SessionStore.Ops.Reports;

/// <summary>The report of a verification, to paste into an issue: without account IDs.</summary>
internal static partial class VerifyMarkdown
{
    /// <summary>What the steps are, and what is not asked, of a Global Datastore.</summary>
    public const string Steps = "Steps are those of docs/first-deployment.md. Not asked, because it takes a hand: what 1 says of "
        + "previews, 5 on the test hosts, 6, 8, 9, 10, 11, and the day of the first promotion.";

    /// <summary>The report.</summary>
    /// <param name="store">The store's name.</param>
    /// <param name="at">When the answers were given.</param>
    /// <param name="steps">What the steps are, and what is not asked.</param>
    public static string Of(
        string store, IEnumerable<string> regions, IReadOnlyCollection<Answer> answers, DateTimeOffset at, string steps = Steps)
    {
        var text = new StringBuilder();
        text.AppendLine("### What `ops verify` was answered").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Store {store} in {string.Join(" and ", regions)}, {at:yyyy-MM-dd HH:mm 'UTC'}: {Counted(answers)}.").AppendLine();
        text.AppendLine("| step | question | Region | expected | answer | |").AppendLine("|---|---|---|---|---|---|");
        foreach (var answer in answers.OrderBy(answer => answer.Step))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {answer.Step} | {Cell(answer.Question)} | {answer.Region ?? "-"} ")
                .AppendLine(CultureInfo.InvariantCulture, $"| {Cell(answer.Expected)} | {Cell(answer.Said)} | {Words(answer.Verdict)} |");
        }
        text.AppendLine().Append(steps);
        return text.ToString();
    }

    private static string Counted(IReadOnlyCollection<Answer> answers) => string.Join(", ", Enum.GetValues<Verdict>()
        .Select(verdict => FormattableString.Invariant($"{answers.Count(answer => answer.Verdict == verdict)} {Words(verdict)}")));

    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.AsExpected => "as expected",
        Verdict.Different => "different",
        _ => "unknown",
    };

    private static string Cell(string text) =>
        Account().Replace(text, "ACCOUNT").ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal).Trim();

    // An account's ID is twelve digits ("AWS account identifiers" in the AWS Account Management guide), in messages a part of an ARN.
    [GeneratedRegex(@"(?<!\d)\d{12}(?!\d)")]
    private static partial Regex Account();
}
