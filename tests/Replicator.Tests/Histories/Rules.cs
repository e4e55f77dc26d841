namespace SessionStore.Replicator.Tests.Histories;

/// <summary>What the worker keeps to; each rule left out breaks a law, which a test shows.</summary>
internal sealed record Rules
{
    /// <summary>A change lands only under the lease that it was sent under.</summary>
    public bool ChecksFence { get; init; } = true;

    /// <summary>The subscription is there before anything is read.</summary>
    public bool SubscribesFirst { get; init; } = true;

    /// <summary>A fill removes what the source has not.</summary>
    public bool RemovesExtras { get; init; } = true;

    /// <summary>A lost subscription is followed by a fill.</summary>
    public bool FillsAfterGap { get; init; } = true;

    /// <summary>A key that changes while it is copied is copied again.</summary>
    public bool CopiesAgain { get; init; } = true;

    /// <summary>A key is not copied twice at the same time.</summary>
    public bool OneAtATime { get; init; } = true;

    /// <summary>A Region that had the name is written to only when the name has led elsewhere for a while.</summary>
    public bool Settles { get; init; } = true;

    /// <summary>That while begins anew where the fence was not closed for it before: what another worker saw may be news.</summary>
    public bool CountsFromOwn { get; init; } = true;

    /// <summary>The lease is prolonged only by an answer, not by the last one.</summary>
    public bool NeedsAnswer { get; init; } = true;

    /// <summary>Being in step is claimed only when a fill is complete.</summary>
    public bool WaitsForFill { get; init; } = true;

    /// <summary>The Region's own fence is closed when the name leads to it.</summary>
    public bool ClosesForOwn { get; init; } = true;

    /// <summary>What the store refuses for a while is copied again.</summary>
    public bool TriesAgain { get; init; } = true;

    /// <summary>All but one of them, by the name of that one.</summary>
    public static IEnumerable<(string Name, Rules Rules)> WithoutOne()
    {
        var all = new Rules();
        return
        [
            ("checks the fence", all with { ChecksFence = false }),
            ("subscribes first", all with { SubscribesFirst = false }),
            ("removes extras", all with { RemovesExtras = false }),
            ("fills after a gap", all with { FillsAfterGap = false }),
            ("copies again", all with { CopiesAgain = false }),
            ("one at a time", all with { OneAtATime = false }),
            ("settles", all with { Settles = false }),
            ("counts from the closing of the fence", all with { CountsFromOwn = false }),
            ("needs an answer", all with { NeedsAnswer = false }),
            ("waits for the fill", all with { WaitsForFill = false }),
            ("closes for its own", all with { ClosesForOwn = false }),
            ("tries again", all with { TriesAgain = false }),
        ];
    }
}
