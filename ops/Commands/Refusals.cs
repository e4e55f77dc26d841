namespace SessionStore.Ops.Commands;

/// <summary>What checks found, told all at once, before anything is changed.</summary>
internal static class Refusals
{
    /// <summary>Ends the command when a check failed, unless the person forces it.</summary>
    /// <param name="what">What is refused, such as "us-east-2 cannot be promoted".</param>
    /// <param name="problems">What the checks found.</param>
    /// <param name="force">Whether the person goes on all the same.</param>
    /// <returns>What is ignored by force, as warnings.</returns>
    /// <exception cref="OpsException">A check failed.</exception>
    public static IReadOnlyList<string> Check(string what, IReadOnlyList<string> problems, bool force)
    {
        if (problems.Count > 0 && !force)
        {
            Throw(what, [.. problems, "--force goes on all the same"]);
        }
        return [.. problems.Select(problem => $"Ignored by --force: {problem}.")];
    }

    /// <summary>Ends the command.</summary>
    /// <exception cref="OpsException">Always.</exception>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void Throw(string what, IReadOnlyList<string> problems) =>
        throw new OpsException($"{what}. Nothing has been "
            + $"changed.{string.Concat(problems.Select(problem => $"{Environment.NewLine}  {problem}"))}");
}
