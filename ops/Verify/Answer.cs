namespace SessionStore.Ops.Verify;

/// <summary>What became of a question.</summary>
internal enum Verdict
{
    /// <summary>The answer is the one that docs/first-deployment.md expects.</summary>
    AsExpected,

    /// <summary>It is another.</summary>
    Different,

    /// <summary>The service could not be asked, or what the expectation rests on is unknown.</summary>
    Unknown,
}

/// <summary>One line of the report.</summary>
/// <param name="Step">The number of the step in docs/first-deployment.md, "Day one".</param>
/// <param name="Region">The Region; null for what is the store's.</param>
/// <param name="Said">What AWS answered; for <see cref="Verdict.Unknown"/> why there is no answer.</param>
internal sealed record Answer(int Step, string Question, string? Region, string Expected, string Said, Verdict Verdict);
