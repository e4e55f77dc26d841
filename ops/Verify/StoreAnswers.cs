using SessionStore.Contract;
using SessionStore.Ops.Status;

namespace SessionStore.Ops.Verify;

/// <summary>The answers that a look at the store (<see cref="StoreStatusReader"/>) gives already.</summary>
internal static class StoreAnswers
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Answer> Of(StoreStatus status)
    {
        foreach (var region in status.Regions)
        {
            yield return Group(region);
            yield return DeadLetters(region);
            yield return Notification(region);
        }
        yield return Writer(status);
        yield return History(status);
    }

    private static Answer Group(RegionStatus region)
    {
        var said = $"{region.Role ?? "no member"}, {region.Status ?? "does not exist"}, {region.DatastoreStatus ?? "no datastore"}";
        var fits = region is { Role: not null, Status: "available" } && Datastore.IsSettled(region.DatastoreStatus);
        return Answered(region, 1, "the group's role and status, and the datastore's status",
            $"{MemberRoles.Primary} or {MemberRoles.Secondary}, available, {Datastore.Expected}", said, fits,
            nameof(RegionStatus.Role), nameof(RegionStatus.Status), nameof(RegionStatus.DatastoreStatus));
    }

    private static Answer DeadLetters(RegionStatus region)
    {
        var counts = region.DeadLetters;
        return Answered(region, 2, "dead letters", string.Join(", ", counts.Keys.Select(queue => $"0 {queue}")),
            string.Join(", ", counts.Select(count => FormattableString.Invariant($"{count.Value} {count.Key}"))),
            counts.Values.All(count => count == 0), [.. counts.Keys.Select(queue => $"{nameof(RegionStatus.DeadLetters)}.{queue}")]);
    }

    private static Answer Notification(RegionStatus region) => Answered(region, 3, "`TopicStatus`", "active",
        region.Notification ?? "no topic", region.Notification == "active", nameof(RegionStatus.Role), nameof(RegionStatus.Notification));

    private static Answer Writer(StoreStatus status)
    {
        const string Question = "where the writer's CNAME leads";
        var owner = status.Store.OfGroup(status.Record.Pin) ?? (status.Primaries is [var primary] ? primary.Region : null);
        if ((status.Record.Silence ?? (owner is null ? "which Region is the primary is unknown" : null)) is { } reason)
        {
            return new(5, Question, null, "the primary's endpoint", reason, Verdict.Unknown);
        }
        return new(5, Question, null, owner!.PrimaryEndpoint, status.Record.Foreign ?? status.Record.Target ?? "nothing",
            status.Record.Target == owner.PrimaryEndpoint ? Verdict.AsExpected : Verdict.Different);
    }

    private static Answer History(StoreStatus status)
    {
        const string Question = "the history record", Expected = "`changes=…` and `claim=…`";
        if (status.Record.Silence is { } silence)
        {
            return new(7, Question, null, Expected, silence, Verdict.Unknown);
        }
        var records = status.Record.Records;
        var said = records switch
        {
            { HistoryRecord: null } => "no record",
            { History: { } history } => string.Join("; ", history.Strings()),
            _ => "something that is no history",
        };
        return new(7, Question, null, Expected, said,
            records is { HistoryRecord: not null, History.Claim: not null } ? Verdict.AsExpected : Verdict.Different);
    }

    private static Answer Answered(
        RegionStatus region, int step, string question, string expected, string said, bool fits, params string[] properties)
    {
        var unknown = region.Unknown.Where(fact => properties.Any(property => fact.Name == RegionStatus.NameOf(property))).ToArray();
        return unknown.Length > 0
            ? new(step, question, region.Region.Name, expected, UnknownCause.Among(unknown)[0].Reason, Verdict.Unknown)
            : new(step, question, region.Region.Name, expected, said, fits ? Verdict.AsExpected : Verdict.Different);
    }
}
