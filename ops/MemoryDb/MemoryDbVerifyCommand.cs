using SessionStore.Contract;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Reports;
using SessionStore.Ops.Status;
using SessionStore.Ops.Verify;

namespace SessionStore.Ops.MemoryDb;

/// <summary>Asks what a program can ask of docs/first-deployment.md of a store on MemoryDB, and changes nothing.</summary>
internal static class MemoryDbVerifyCommand
{
    /// <summary>Asks and prints the report.</summary>
    /// <returns>0 when every answer is as expected, 1 when one is different or unknown.</returns>
    public static async Task<int> RunAsync(MemoryDbContext context, CancellationToken cancellationToken)
    {
        var status = await context.LookAsync(cancellationToken);
        var alarms = await Task.WhenAll(context.Store.Regions.Select(region => AlarmAsync(context, status, region, cancellationToken)));
        Answer[] answers = [.. MemoryDbAnswers.Of(status), .. alarms];
        // As it is, without the width of a terminal: it is pasted.
        Console.WriteLine(VerifyMarkdown.Of(
            context.Store.Name, context.Store.Regions.Select(region => region.Name), answers, DateTimeOffset.UtcNow,
            MemoryDbAnswers.Steps));
        return answers.All(answer => answer.Verdict == Verdict.AsExpected) ? 0 : 1;
    }

    private static async Task<Answer> AlarmAsync(
        MemoryDbContext context, MemoryDbStatus status, MemoryDbRegion region, CancellationToken cancellationToken)
    {
        try
        {
            var state = await new Measured(context.Clients.CloudWatch(region.Name))
                .StateAsync($"{context.Store.Name}-{PhysicalNames.ReplicationLagAlarm}", cancellationToken);
            return MemoryDbAnswers.Alarm(status, region, state, failure: null);
        }
        catch (Exception failure) when (ServiceFailure.Is(failure, cancellationToken))
        {
            return MemoryDbAnswers.Alarm(status, region, state: null, ServiceFailure.Of(failure));
        }
    }
}
