using System.Diagnostics;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>A release's notes are the changelog's section, and a section says what an upgrade shows.</summary>
[Platform(Exclude = "Win")]
public class ChangelogTests
{
    private static IEnumerable<string> Sections => File.ReadAllText(Path.Combine(Deployed.Root, "CHANGELOG.md")).Split("\n## ").Skip(1);

    [Test]
    public void Every_version_says_what_pulumi_up_shows() =>
        Assert.That(Sections, Is.Not.Empty.And.All.Contains("### What `pulumi up` shows"));

    [Test]
    public async Task The_notes_of_a_version_are_its_section_without_the_heading()
    {
        var section = Sections.First();
        var version = section.Split('\n')[0];
        var (code, notes, _) = await NotesAsync(version);
        Assert.That((code, notes.Trim()), Is.EqualTo((0, section[version.Length..].Trim())));
    }

    [Test]
    public async Task A_tag_without_a_section_is_refused_with_what_to_do()
    {
        var (code, notes, error) = await NotesAsync("9.9.9");
        Assert.That((code, notes), Is.EqualTo((1, "")));
        Assert.That(error, Does.Contain("CHANGELOG.md has no section \"## 9.9.9\"").And.Contain("v9.9.9"));
    }

    [Test]
    public async Task Resources_that_the_upgrade_notes_name_exist()
    {
        var names = (await Deployed.Stack("primary")).Resources.Concat((await Deployed.Stack("secondary")).Resources)
            .Select(resource => resource.Name).ToHashSet();
        var rows = Sections.First().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var named = rows.SelectMany(row => row.Split('|')[1].Split('`').Where((_, index) => index % 2 == 1)).ToArray();
        Assert.That(named, Is.Not.Empty);
        Assert.That(named, Is.SubsetOf(names));
    }

    private static async Task<(int Code, string Notes, string Error)> NotesAsync(string version)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Deployed.Root, "scripts", "release-notes"), [version])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var notes = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, notes, await error);
    }
}
