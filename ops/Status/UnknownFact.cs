using SessionStore.Ops.Aws;

namespace SessionStore.Ops.Status;

/// <summary>Something that could not be learned.</summary>
/// <param name="Name">What, as <c>status --json</c> names it.</param>
/// <param name="Region">The Region; null for what is the store's.</param>
/// <param name="Service">The service that was asked.</param>
internal sealed record UnknownFact(string Name, string? Region, string Service, ServiceFailure Failure)
{
    /// <summary>The name with the Region before it, such as us-east-2.role.</summary>
    public string Path => Region is null ? Name : $"{Region}.{Name}";

    /// <summary>The service with the Region behind it.</summary>
    public string Place => Region is null ? Service : $"{Service} in {Region}";
}

/// <summary>Why something could not be learned, once for all that could not be learned for that reason.</summary>
/// <param name="Of">What is unknown: <see cref="UnknownFact.Path"/> of each.</param>
internal sealed record UnknownCause(string Reason, IReadOnlyList<string> Of)
{
    /// <summary>What a person reads.</summary>
    public override string ToString() => $"{Reason}. Unknown: {string.Join(", ", Of)}";

    /// <summary>The causes of everything that is unknown: a Region that does not answer is one, and so is a refusal in the same words by
    /// several services.</summary>
    /// <param name="facts">What is unknown.</param>
    public static IReadOnlyList<UnknownCause> Among(IEnumerable<UnknownFact> facts) =>
    [
        .. facts.GroupBy(fact => fact.Failure.IsSilence ? $"silence of {fact.Region ?? fact.Service}" : fact.Failure.Message)
            .Select(same => new UnknownCause(ReasonOf([.. same]), [.. same.Select(fact => fact.Path).Distinct()])),
    ];

    private static string ReasonOf(IReadOnlyList<UnknownFact> same)
    {
        var (first, services) = (same[0], same.Select(fact => fact.Service).Distinct().ToArray());
        if (first.Failure.IsSilence)
        {
            var place = first.Region is null ? "" : $" in {first.Region}";
            return $"{string.Join(" and ", services)}{place} {(services.Length > 1 ? "do" : "does")} not answer: "
                + $"{first.Failure.Message.TrimEnd('.')}";
        }
        return same.Select(fact => fact.Place).Distinct().Count() > 1
            ? first.Failure.Message.TrimEnd('.')
            : $"{first.Place}: {first.Failure.Message.TrimEnd('.')}";
    }
}
