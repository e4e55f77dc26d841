namespace SessionStore.Infra.Tests.Repository;

/// <summary>Lines end where .editorconfig says, which dotnet format does not look at.</summary>
public class LineLengthTests
{
    private const int Most = 140;

    // What is built or installed is not ours.
    private static readonly string[] _skipped = ["bin", "obj", "artifacts", "node_modules"];

    private static string[] Files =>
        [.. Folders(new(Deployed.Root)).SelectMany(folder => folder.EnumerateFiles("*.cs")).Select(file => file.FullName)];

    [Test]
    public void No_line_of_code_is_longer_than_editorconfig_says()
    {
        var tooLong = from file in Files
                      from line in File.ReadLines(file).Index()
                      where line.Item.Length > Most
                      select $"{Path.GetRelativePath(Deployed.Root, file)}:{line.Index + 1} has {line.Item.Length} characters";
        Assert.Multiple(() =>
        {
            Assert.That(Files, Has.Length.GreaterThanOrEqualTo(300));
            Assert.That(File.ReadAllText(Path.Combine(Deployed.Root, ".editorconfig")), Does.Contain($"max_line_length = {Most}"));
            Assert.That(tooLong, Is.Empty);
        });
    }

    private static IEnumerable<DirectoryInfo> Folders(DirectoryInfo folder) =>
    [
        folder,
        .. folder.EnumerateDirectories().Where(inner => inner.Name[0] != '.' && !_skipped.Contains(inner.Name)).SelectMany(Folders),
    ];
}
