using System.IO.Compression;
using SessionStore.Infra.Compute;

namespace SessionStore.Infra.Tests.Application;

/// <summary>An application that has not changed starts no instance anew.</summary>
public class ProgramPackageTests
{
    private const int AllMayStart = 0b001_001_001;

    [Test]
    public void The_same_files_make_the_same_bytes_whatever_their_times_and_order()
    {
        using var one = Published.Whole();
        using var other = new Published();
        foreach (var file in Directory.GetFiles(one.Folder, "*", SearchOption.AllDirectories).Reverse())
        {
            other.Write(Path.GetRelativePath(one.Folder, file), File.ReadAllBytes(file));
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        }
        Assert.That(Bytes(one), Is.EqualTo(Bytes(other)));
    }

    [Test]
    public void Another_file_or_another_content_makes_others()
    {
        using var one = Published.Whole();
        var before = Bytes(one);
        one.Write("wwwroot/site.css", "body { color: white }");
        var content = Bytes(one);
        one.Write("wwwroot/more.css", "");
        Assert.That(new[] { before, content, Bytes(one) }, Is.Unique);
    }

    [Test]
    public void It_has_every_file_and_the_one_that_is_started_may_be()
    {
        using var published = Published.Whole();
        using var zip = new ZipArchive(new MemoryStream(Bytes(published)));
        Assert.Multiple(() =>
        {
            Assert.That(zip.Entries.Select(entry => entry.FullName),
                Is.EqualTo(new[] { "Shop", "Shop.runtimeconfig.json", "wwwroot/site.css" }));
            Assert.That(
                zip.Entries.Where(entry => ((entry.ExternalAttributes >> 16) & AllMayStart) != 0).Select(entry => entry.FullName),
                Is.EqualTo(new[] { "Shop" }));
            using var reader = new StreamReader(zip.GetEntry("wwwroot/site.css")!.Open());
            Assert.That(reader.ReadToEnd(), Is.EqualTo("body { color: black }"));
        });
    }

    private static byte[] Bytes(Published published)
    {
        using var stream = new MemoryStream();
        ProgramPackage.Write(published.With("Shop"), stream);
        return stream.ToArray();
    }
}
