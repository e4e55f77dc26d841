using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SessionStore.Ops.Store;
using SessionStore.Ops.Verify;

namespace SessionStore.Ops.Reports;

/// <summary>The report of a verification, to paste into an issue: without account IDs.</summary>
internal static partial class VerifyMarkdown
{
    /// <summary>The report.</summary>
    /// <param name="at">When the answers were given.</param>
    public static string Of(DeployedStore store, IReadOnlyCollection<Answer> answers, DateTimeOffset at)
    {
        var text = new StringBuilder();
        text.AppendLine("### What `ops verify` was answered").AppendLine();
        var regions = string.Join(" and ", store.Regions.Select(region => region.Name));
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Store {store.Name} in {regions}, {at:yyyy-MM-dd HH:mm 'UTC'}: {Counted(answers)}.").AppendLine();
        text.AppendLine("| step | question | Region | expected | answer | |").AppendLine("|---|---|---|---|---|---|");
        foreach (var answer in answers.OrderBy(answer => answer.Step))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {answer.Step} | {Cell(answer.Question)} | {answer.Region ?? "-"} ")
                .AppendLine(CultureInfo.InvariantCulture, $"| {Cell(answer.Expected)} | {Cell(answer.Said)} | {Words(answer.Verdict)} |");
        }
        text.AppendLine().Append("Steps are those of docs/first-deployment.md. Not asked, because it takes a hand: what 1 says of "
            + "previews, 5 on the test hosts, 6, 8, 9, 10, 11, and the day of the first promotion.");
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
