using SessionStore.Contract;

namespace SessionStore.Rehearsal.Live;

/// <summary>Holds a run against what is promised of the writer name.</summary>
internal static class NameVerdict
{
    /// <summary>Who changed or overrode the record without being entitled to; null for nobody.</summary>
    public static string? Trespass(Facts facts)
    {
        if (facts.Changes.FirstOrDefault(change => change.Role != MemberRoles.Primary && !change.Pinned) is { } change)
        {
            return $"{change.By} made it name {change.To} at {change.At.TotalSeconds:0.000} s with the role "
                + $"{change.Role ?? "of no member"} and no pin";
        }
        if (facts.Overrides.FirstOrDefault(one => one.Role != MemberRoles.Primary && !one.Pinned) is { } one)
        {
            return $"{one.Region} overrode it at {one.At.TotalSeconds:0.000} s with the role {one.Role ?? "of no member"} and no pin";
        }
        return facts.Trespasses is [var (by, id), ..] ? $"the function of {by} tried to change {id}, which only its stack may" : null;
    }

    /// <summary>When the name had no answer or led somebody back; null for never.</summary>
    public static string? Misled(Facts facts)
    {
        if (facts.Answers.FirstOrDefault(answer => answer.To is null) is { } none)
        {
            return $"it had no answer at {none.At.TotalSeconds:0.000} s";
        }
        var record = facts.Changes.Select(change => new NameAnswer(change.At, change.To)).Prepend(new(TimeSpan.Zero,
            facts.Regions.FirstOrDefault()));
        return Back(facts, [.. facts.Answers]) is { } name ? $"name servers answered with {name.To} again at {name.At.TotalSeconds:0.000} s"
            : Back(facts, [.. record]) is { } change ? $"the record was made to name {change.To} again at {change.At.TotalSeconds:0.000} s"
            : null;
    }

    // Back is where it has led before, unless somebody has wanted that Region to take writes since it was left.
    private static NameAnswer? Back(Facts facts, NameAnswer[] led) => led.Index().FirstOrDefault(now =>
        Array.FindLastIndex(led, Math.Max(0, now.Index - 1), earlier => earlier.To == now.Item.To) is >= 0 and var before
        && before < now.Index
        && !facts.Events.Any(happened => happened.Disturbs == now.Item.To && happened.At >= led[before + 1].At
            && happened.At <= now.Item.At)).Item;
}
