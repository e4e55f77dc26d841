namespace SessionStore.Ops.Store;

/// <summary>What the stack files in the current folder say: for completions, which must not wait for the Pulumi CLI.</summary>
internal static class StackFiles
{
    private const string Prefix = "Pulumi.", Ending = ".yaml", RegionKey = "aws:region:";

    /// <summary>The names of the stacks that have a file.</summary>
    public static IEnumerable<string> Stacks => Files.Select(file => Path.GetFileName(file)[Prefix.Length..^Ending.Length]);

    /// <summary>The Regions that they deploy to.</summary>
    public static IEnumerable<string> Regions => Files.SelectMany(File.ReadLines).Select(line => line.Trim())
        .Where(line => line.StartsWith(RegionKey, StringComparison.Ordinal)).Select(line => line[RegionKey.Length..].Trim(' ', '"', '\''))
        .Distinct();

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Directory.GetCurrentDirectory(), $"{Prefix}*{Ending}")
        .Order(StringComparer.Ordinal);
}
