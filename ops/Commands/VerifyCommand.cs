using SessionStore.Ops.Reports;
using SessionStore.Ops.Verify;

namespace SessionStore.Ops.Commands;

/// <summary>Asks what a program can ask of docs/first-deployment.md, and changes nothing.</summary>
internal static class VerifyCommand
{
    /// <summary>Asks and prints the report.</summary>
    /// <returns>0 when every answer is as expected, 1 when one is different or unknown.</returns>
    public static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var status = await context.StatusReader.ReadAsync(cancellationToken);
        var asked = await Task.WhenAll(status.Regions.Select(region =>
            new RegionAnswers(context.Store, region, context.Clients).AskAsync(cancellationToken)));
        Answer[] answers = [.. StoreAnswers.Of(status), .. asked.SelectMany(answers => answers)];
        // As it is, without the width of a terminal: it is pasted.
        System.Console.WriteLine(VerifyMarkdown.Of(
            context.Store.Name, context.Store.Regions.Select(region => region.Name), answers, DateTimeOffset.UtcNow));
        return answers.All(answer => answer.Verdict == Verdict.AsExpected) ? 0 : 1;
    }
}
