namespace SessionStore.Infra.Settings;

/// <summary>Finds what somebody meant who has misspelt it.</summary>
internal static class Spelling
{
    private const int MostSlips = 2;

    /// <summary>
    /// The most similar word, or null when none is two slips of the pen away or nearer: a letter too few, too many, or another one.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> words) => words
        .Select(candidate => (Word: candidate, Slips: Slips(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(candidate => candidate.Slips <= MostSlips)
        .OrderBy(candidate => candidate.Slips)
        .ThenBy(candidate => candidate.Word, StringComparer.Ordinal)
        .Select(candidate => candidate.Word)
        .FirstOrDefault();

    // Levenshtein's distance, row by row.
    private static int Slips(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
            }
        }
        return row[^1];
    }
}
