using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal.Reports;

namespace SessionStore.EndToEnd.Tests.Reports;

/// <summary>Commands that are at work at the same time do not write into one another's pages.</summary>
public sealed class ArtifactsTests
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"session-store-{Guid.NewGuid():N}");

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Two_at_once_have_a_page_and_figures_each_and_the_next_one_replaces_the_first()
    {
        using (var first = Artifacts.Take(_folder))
        using (var second = Artifacts.Take(_folder))
        {
            first.Write([SampleRuns.Long]);
            second.Write([SampleRuns.Unstarted]);
        }
        Assert.That(Names(), Is.EqualTo(new[] { "rehearsal-2.html", "rehearsal-2.json", "rehearsal.html", "rehearsal.json" }));
        Assert.That(Read("rehearsal.html"), Does.Contain("<h2>region-loss</h2>"));
        Assert.That(Read("rehearsal-2.html"), Does.Contain("<h2>promote</h2>"));

        using (var third = Artifacts.Take(_folder))
        {
            third.Write([SampleRuns.Unstarted]);
            var kilobytes = Math.Ceiling(new FileInfo(third.Page).Length / 1000.0);
            Assert.That(third.Size, Is.EqualTo($"{kilobytes} kB"));
        }
        Assert.That(Read("rehearsal.html"), Does.Contain("<h2>promote</h2>").And.EndWith("</html>\n"), "the longer page is gone");
    }

    [Test]
    public void Who_gives_up_leaves_the_page_of_the_command_before_and_no_empty_one()
    {
        using (var first = Artifacts.Take(_folder))
        {
            first.Write([SampleRuns.Long]);
        }
        using (Artifacts.Take(_folder))
        using (Artifacts.Take(_folder))
        {
            // Interrupted, both of them.
        }
        Assert.That(Names(), Is.EqualTo(new[] { "rehearsal.html", "rehearsal.json" }));
        Assert.That(Read("rehearsal.html"), Does.Contain("<h2>region-loss</h2>"));
    }

    private IEnumerable<string> Names() =>
        Directory.EnumerateFiles(_folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder, name));
}
