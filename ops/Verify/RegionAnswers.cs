using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using SessionStore.Contract;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Verify;

/// <summary>Asks the services of a Region what only a verification wants to know. Every operation only reads.</summary>
/// <param name="region">The Region, as it was just seen.</param>
internal sealed class RegionAnswers(DeployedStore store, RegionStatus region, ServiceClients clients)
{
    private static readonly TimeSpan _ruleWindow = TimeSpan.FromHours(1), _rulePeriod = TimeSpan.FromMinutes(5);

    private string Name => region.Region.Name;

    private AmazonCloudWatchClient CloudWatch => clients.CloudWatch(Name);

    /// <summary>Asks everything at once.</summary>
    public Task<Answer[]> AskAsync(CancellationToken cancellationToken) => Task.WhenAll(
        AnswerAsync(2, "calls of the minute rule in the last hour", "`Invocations` above 0, no `FailedInvocations`",
            () => RuleAsync(cancellationToken), cancellationToken),
        AnswerAsync(4, "dimensions under which the lag is found", region.Role == MemberRoles.Secondary ? "one at least" : "none",
            () => LagAsync(cancellationToken), cancellationToken),
        AnswerAsync(4, "state of the lag's alarm", region.Role == MemberRoles.Secondary ? "OK" : "not ALARM",
            () => AlarmAsync(cancellationToken), cancellationToken));

    // EventBridge sends FailedInvocations only when there are some ("Monitoring Amazon EventBridge" in its user guide).
    private async Task<(string, bool)> RuleAsync(CancellationToken cancellationToken)
    {
        var end = DateTime.UtcNow + TimeSpan.FromMinutes(1);
        var answer = await CloudWatch.GetMetricDataAsync(
            new GetMetricDataRequest
            {
                StartTime = end - _ruleWindow,
                EndTime = end,
                MetricDataQueries = [Calls("calls", "Invocations"), Calls("failures", "FailedInvocations")],
            },
            cancellationToken);
        var (calls, failures) = (Sum("calls"), Sum("failures"));
        return (FormattableString.Invariant($"{calls} `Invocations`, {failures} `FailedInvocations`"), calls > 0 && failures == 0);

        double Sum(string id) => (answer.MetricDataResults ?? []).Where(series => series.Id == id).SelectMany(series => series.Values ?? [])
            .Sum();
    }

    private async Task<(string, bool)?> LagAsync(CancellationToken cancellationToken)
    {
        if (!region.Answers)
        {
            return null;
        }
        var seen = await new RegionMeasurements(store, region.Region, CloudWatch)
            .LagDimensionsAsync(region.GlobalReplicationGroupId ?? store.GlobalReplicationGroupId, cancellationToken);
        return (seen.Count > 0 ? string.Join("; ", seen) : "none", seen.Count > 0 == (region.Role == MemberRoles.Secondary));
    }

    private async Task<(string, bool)?> AlarmAsync(CancellationToken cancellationToken)
    {
        var name = $"{store.Name}-{PhysicalNames.ReplicationLagAlarm}";
        if (await new Measured(CloudWatch).StateAsync(name, cancellationToken) is not { } state)
        {
            return ($"no alarm {name}", false);
        }
        // No lag is measured in the primary's Region.
        return region.Answers
            ? (state, region.Role == MemberRoles.Secondary ? state == StateValue.OK.Value : state != StateValue.ALARM.Value)
            : null;
    }

    private async Task<Answer> AnswerAsync(int step, string question, string expected, Func<Task<(string Said, bool Fits)?>> ask,
        CancellationToken cancellationToken)
    {
        try
        {
            return await ask() is var (said, fits)
                ? new(step, question, Name, expected, said, fits ? Verdict.AsExpected : Verdict.Different)
                : new(step, question, Name, "depends on the group's role", "the group's role is unknown", Verdict.Unknown);
        }
        catch (Exception failure) when (ServiceFailure.Is(failure, cancellationToken))
        {
            return new(step, question, Name, expected, ServiceFailure.Of(failure).Message, Verdict.Unknown);
        }
    }

    private Task<Answer> AnswerAsync(int step, string question, string expected, Func<Task<(string Said, bool Fits)>> ask,
        CancellationToken cancellationToken) =>
        AnswerAsync(step, question, expected, async () => ((string, bool)?)await ask(), cancellationToken);

    private MetricDataQuery Calls(string id, string metric) => new()
    {
        Id = id,
        MetricStat = new MetricStat
        {
            Metric = new Metric
            {
                Namespace = "AWS/Events",
                MetricName = metric,
                Dimensions = [new Dimension { Name = "RuleName", Value = $"{store.Name}-{PhysicalNames.ReconcileRule}" }],
            },
            Period = (int)_rulePeriod.TotalSeconds,
            Stat = Statistic.Sum,
        },
    };
}
