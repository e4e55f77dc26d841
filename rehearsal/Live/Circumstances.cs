namespace SessionStore.Rehearsal.Live;

/// <summary>What a run was, for whoever reads about it later.</summary>
/// <param name="About">What the scenario does, in one line.</param>
/// <param name="Started">When it was started.</param>
/// <param name="Options">The options of the command line by their names, those that were not given included.</param>
/// <param name="Versions">What took part, and in which version.</param>
internal sealed record Circumstances(
    string About,
    DateTimeOffset Started,
    IReadOnlyList<KeyValuePair<string, string>> Options,
    IReadOnlyList<KeyValuePair<string, string>> Versions);
