using System.Text.Json;
using SessionStore.Rehearsal.Live;

namespace SessionStore.Rehearsal.Reports;

/// <summary>The figures of runs for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The figures as JSON; times in milliseconds, what is unknown as null.</summary>
    public static string Of(IEnumerable<Facts> runs) => JsonSerializer.Serialize(
        runs.Select(facts => new
        {
            facts.Scenario,
            facts.Circumstances.About,
            facts.Circumstances.Started,
            Options = facts.Circumstances.Options.ToDictionary(),
            Versions = facts.Circumstances.Versions.ToDictionary(),
            Judgement = Judged.Word(Verdict.Of(facts)),
            facts.Spoilt,
            facts.Regions,
            RecoveriesMs = facts.Recoveries.Select(recovery => recovery.Took?.TotalMilliseconds),
            Acknowledged = facts.Writes.Count,
            facts.Waited,
            LongestWaitMs = facts.LongestWait.TotalMilliseconds,
            GivenUp = facts.Unacknowledged.Count,
            // Nobody counts them where every Region takes writes.
            TriesRefused = facts.Active is null ? facts.Refused : (int?)null,
            TriesWithoutAnswer = facts.Active is null ? facts.Failed : (int?)null,
            Lost = facts.Lost?.Count,
            facts.UnreplicatedBytes,
            ReadsAnswered = facts.Reads.Count - facts.ReadsFailed,
            ReadsAnsweredByWriter = facts.ReadsElsewhere,
            facts.ReadsFailed,
            Visitors = facts.Visits is { } visits ? new
            {
                Pages = visits.Pages.Count,
                FormsAnswered = visits.Answers.Count,
                FormsBelied = visits.Lost.Count(),
                RequestsFailed = visits.Failures.Count,
                LongestPauseMs = visits.LongestPause.TotalMilliseconds,
            } : null,
            Replicators = facts.Replication is { } replication ? new
            {
                InStep = replication.InStep.Select(one => new
                {
                    one.Region,
                    SinceMs = one.Since.TotalMilliseconds,
                    TookMs = one.Took.TotalMilliseconds,
                }),
                KeysCompared = replication.Differences?.Compared,
                KeysDifferent = replication.Differences?.Found.Count,
                Unreplicated = replication.Unreplicated.Select(gap => new
                {
                    gap.Of,
                    FromMs = gap.From.TotalMilliseconds,
                    ToMs = gap.To.TotalMilliseconds,
                }),
            } : null,
            MemoryDb = facts.Active is { } active ? ActiveFigures.Json(facts, active) : null,
            RecordChanges = facts.Changes.Select(change => new
            {
                AtMs = change.At.TotalMilliseconds,
                change.By,
                change.To,
                change.Role,
                change.Pinned,
            }),
            Overrides = facts.Overrides.Select(one => new { AtMs = one.At.TotalMilliseconds, one.Region, one.Role, one.Pinned }),
            NameLedTo = facts.Led.Select(led => new { AtMs = led.At.TotalMilliseconds, led.To }),
            facts.RecordNames,
            facts.DeadLetters,
            Events = facts.Events.Select(happened => new { AtMs = happened.At.TotalMilliseconds, happened.Text }),
            Verdict = Verdict.On(facts).Select(finding => new
            {
                finding.Promise,
                Judgement = Judged.Word(finding.Judgement),
                finding.Kept,
                finding.Seen,
            }),
        }),
        _options);
}
