namespace SessionStore.Infra.Tests.Policy;

/// <summary>
/// Chooses combinations so that each value of each dimension occurs with each value of each other one: most mistakes need two settings to
/// meet, and all combinations would be thousands.
/// </summary>
public static class Pairwise
{
    /// <summary>The combinations, each as the index of a value for each dimension.</summary>
    /// <param name="sizes">How many values each dimension has.</param>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<int> sizes)
    {
        var missing = AllPairs(sizes).ToHashSet();
        var rows = new List<int[]>();
        while (missing.Count > 0)
        {
            var seed = missing.Min();
            var row = Enumerable.Repeat(-1, sizes.Count).ToArray();
            (row[seed.One], row[seed.Other]) = (seed.OneValue, seed.OtherValue);
            foreach (var dimension in Enumerable.Range(0, sizes.Count).Where(dimension => row[dimension] < 0))
            {
                row[dimension] = Enumerable.Range(0, sizes[dimension]).MaxBy(value => Gain(row, dimension, value));
            }
            missing.ExceptWith(Pairs(row));
            rows.Add(row);
        }
        return rows;

        int Gain(int[] row, int dimension, int value)
        {
            var candidate = (int[])row.Clone();
            candidate[dimension] = value;
            return Pairs(candidate).Count(missing.Contains);
        }
    }

    /// <summary>The pairs of values that occur in a combination; a negative index is no value.</summary>
    public static IEnumerable<(int One, int OneValue, int Other, int OtherValue)> Pairs(int[] row) =>
        from one in Enumerable.Range(0, row.Length)
        from other in Enumerable.Range(one + 1, row.Length - one - 1)
        where row[one] >= 0 && row[other] >= 0
        select (one, row[one], other, row[other]);

    /// <summary>All pairs of values of different dimensions.</summary>
    public static IEnumerable<(int One, int OneValue, int Other, int OtherValue)> AllPairs(IReadOnlyList<int> sizes) =>
        from one in Enumerable.Range(0, sizes.Count)
        from other in Enumerable.Range(one + 1, sizes.Count - one - 1)
        from oneValue in Enumerable.Range(0, sizes[one])
        from otherValue in Enumerable.Range(0, sizes[other])
        select (one, oneValue, other, otherValue);
}
