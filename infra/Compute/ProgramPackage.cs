using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using Pulumi;

namespace SessionStore.Infra.Compute;

/// <summary>
/// A published folder as one file. Its bytes depend on the folder's alone, so that an unchanged program causes no difference: the files
/// in the order of their names, each with the same time.
/// </summary>
internal static class ProgramPackage
{
    private const string Folder = "packages";

    // Of a zip file made on Unix: a file that all may start, and one that all may read.
    private const int Executable = 0x81ed, Plain = 0x81a4;

    // The earliest time that a zip file can tell.
    private static readonly DateTimeOffset _time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // A process reads a folder once, however many stages it plays.
    private static readonly ConcurrentDictionary<string, Lazy<string>> _made = new();

    /// <summary>The package as Pulumi uploads it.</summary>
    public static Asset Of(PublishedProgram published) =>
        new FileAsset(_made.GetOrAdd($"{published.Folder}\n{published.Command}", _ => new(() => Make(published))).Value);

    /// <summary>Writes the package.</summary>
    /// <param name="target">Where to.</param>
    public static void Write(PublishedProgram published, Stream target)
    {
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        var files = Directory.GetFiles(published.Folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(published.Folder, path).Replace('\\', '/')));
        foreach (var (path, name) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
            entry.LastWriteTime = _time;
            entry.ExternalAttributes = (name == published.Command ? Executable : Plain) << 16;
            using var content = File.OpenRead(path);
            using var packed = entry.Open();
            content.CopyTo(packed);
        }
    }

    // Named after the contents, so that two stages at once write the same, and one that is killed leaves nothing that looks whole.
    private static string Make(PublishedProgram published)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, Folder));
        // Whoever has named one by now has read it.
        foreach (var old in folder.GetFiles().Where(file => file.LastWriteTimeUtc < DateTime.UtcNow.AddDays(-1)))
        {
            old.Delete();
        }
        var unfinished = Path.Combine(folder.FullName, Path.GetRandomFileName());
        using (var file = File.Create(unfinished))
        {
            Write(published, file);
        }
        string hash;
        using (var file = File.OpenRead(unfinished))
        {
            hash = Convert.ToHexStringLower(SHA256.HashData(file));
        }
        var path = Path.Combine(folder.FullName, $"{hash}.zip");
        File.Move(unfinished, path, overwrite: true);
        return path;
    }
}
