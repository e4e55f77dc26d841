using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace SessionStore.Client.Tests.Package;

/// <summary>What somebody gets who installs the package.</summary>
internal sealed class PackageTests
{
    private static readonly string _root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));
    private static readonly string _configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    private string _folder = "";

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        _folder = Directory.CreateTempSubdirectory("session-store-package-").FullName;
        using var pack = Process.Start(new ProcessStartInfo("dotnet",
            ["pack", Path.Combine(_root, "client"), "--no-build", "--configuration", _configuration, "--output", _folder])
        { RedirectStandardOutput = true })!;
        var output = await pack.StandardOutput.ReadToEndAsync();
        await pack.WaitForExitAsync();
        Assert.That(pack.ExitCode, Is.Zero, output);
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void It_has_a_README_documentation_and_symbols()
    {
        Assert.That(Names("nupkg"), Is.SupersetOf(
            ["README.md", "lib/net10.0/SessionStore.Client.dll", "lib/net10.0/SessionStore.Client.xml", "SessionStore.Client.nuspec"]));
        Assert.That(Names("snupkg"), Does.Contain("lib/net10.0/SessionStore.Client.pdb"));
        Assert.That(Nuspec("readme").Single().Value, Is.EqualTo("README.md"));
    }

    [Test]
    public void It_needs_what_every_registry_has_and_nothing_else_of_ours()
    {
        Assert.That(Nuspec("dependency").Select(dependency => dependency.Attribute("id")!.Value),
            Is.EquivalentTo(["AWSSDK.SecurityToken", "StackExchange.Redis"]));
        Assert.That(Nuspec("frameworkReference").Single().Attribute("name")!.Value, Is.EqualTo("Microsoft.AspNetCore.App"));
    }

    [Test]
    public void It_says_nothing_of_the_machine_that_it_was_made_on()
    {
        foreach (var kind in (string[])["nupkg", "snupkg"])
        {
            using var archive = Open(kind);
            foreach (var entry in archive.Entries)
            {
                using var stream = entry.Open();
                using var content = new MemoryStream();
                stream.CopyTo(content);
                // Assemblies and symbols have paths as UTF-8 or UTF-16.
                foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode])
                {
                    Assert.That(content.ToArray().AsSpan().IndexOf(encoding.GetBytes(_root)), Is.Negative, entry.FullName);
                }
            }
        }
    }

    private string[] Names(string kind)
    {
        using var archive = Open(kind);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    private XElement[] Nuspec(string element)
    {
        using var archive = Open("nupkg");
        using var stream = archive.GetEntry("SessionStore.Client.nuspec")!.Open();
        return [.. XDocument.Load(stream).Descendants().Where(candidate => candidate.Name.LocalName == element)];
    }

    private ZipArchive Open(string kind) => ZipFile.OpenRead(Directory.GetFiles(_folder, $"*.{kind}").Single());
}
