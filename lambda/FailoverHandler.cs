using System.Runtime.ExceptionServices;
using Amazon.Lambda.Core;
using Amazon.Lambda.SNSEvents;

namespace SessionStore.Failover;

/// <summary>The function's handler: finds the notices about this Region's group in an SNS event and has each carried out.</summary>
/// <param name="settings">What the stage told the function.</param>
/// <param name="reconciler">Carries out a notice.</param>
/// <param name="metrics">Receives the metrics, one JSON line for each notice handled.</param>
/// <param name="time">Tells the time.</param>
internal sealed class FailoverHandler(FailoverSettings settings, Reconciler reconciler, Stream metrics, TimeProvider time)
{
    private const int MostLoggedCharacters = 500;

    /// <summary>Handles an event. A record that fails does not keep the others from being handled.</summary>
    /// <exception cref="FailoverException">A notice could not be carried out; Lambda invokes again, which is safe.</exception>
    public async Task HandleAsync(SNSEvent? snsEvent, ILambdaContext context)
    {
        using var budget = new TimeBudget(context.RemainingTime, time);
        var failures = new List<Exception>();
        foreach (var record in snsEvent?.Records ?? [])
        {
            var notices = Notice.ReadAll(record?.Sns?.Message);
            var own = notices.Where(notice => notice.Concerns(settings.ReplicationGroupId)).ToList();
            if (own.Count == 0)
            {
                context.Logger.LogInformation("Ignored a message that is no notice about {replicationGroupId}: {snsMessage}",
                    settings.ReplicationGroupId, Shortened(record?.Sns?.Message));
            }
            foreach (var notice in own)
            {
                try
                {
                    await HandleAsync(notice, Published(record!.Sns), budget, context.Logger).ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    context.Logger.LogError(e, "{noticeKind} of {replicationGroupId} failed", notice.Kind, settings.ReplicationGroupId);
                    failures.Add(e);
                }
            }
        }
        switch (failures)
        {
            case []:
                break;
            case [var only]:
                ExceptionDispatchInfo.Throw(only);
                break;
            default:
                throw new AggregateException($"{failures.Count} notices about {settings.ReplicationGroupId} could not be carried out.",
                    failures);
        }
    }

    private async Task HandleAsync(Notice notice, DateTimeOffset? published, TimeBudget budget, ILambdaLogger log)
    {
        var measured = new Measurements();
        try
        {
            await reconciler.HandleAsync(notice, published, measured, budget, log).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (budget.Token.IsCancellationRequested)
        {
            throw new FailoverException(
                $"{notice.Kind} of {settings.ReplicationGroupId} was not done {budget.Used.TotalSeconds:0.#} s after the invocation began; "
                + $"expected to end {TimeBudget.Margin.TotalSeconds:0} s before Lambda's time limit. The notice is retried.", e);
        }
        finally
        {
            measured.WriteTo(metrics, settings.ReplicationGroupId, time.GetUtcNow());
        }
    }

    // SNS always gives a time, in UTC; a hand-made event may not.
    private static DateTimeOffset? Published(SNSEvent.SNSMessage message) => message.Timestamp == default
        ? null
        : message.Timestamp.Kind == DateTimeKind.Local
            ? new DateTimeOffset(message.Timestamp)
            : new DateTimeOffset(message.Timestamp, TimeSpan.Zero);

    private static string Shortened(string? text) => text switch
    {
        null => "nothing",
        { Length: > MostLoggedCharacters } => string.Concat(text.AsSpan(0, MostLoggedCharacters), "…"),
        _ => text,
    };
}
