using SessionStore.Rehearsal.Live;

namespace SessionStore.Rehearsal.Reports;

/// <summary>
/// The page and the figures that one command leaves behind: rehearsal.html and rehearsal.json, or rehearsal-2 and so on while another
/// command is at work. What an earlier command left behind is replaced.
/// </summary>
internal sealed class Artifacts : IDisposable
{
    // More commands at once than any machine could play.
    private const int Most = 100;

    private readonly FileStream _page;

    private Artifacts(FileStream page) => _page = page;

    /// <summary>Where the page is.</summary>
    public string Page => _page.Name;

    /// <summary>Where the figures are.</summary>
    public string Figures => Path.ChangeExtension(_page.Name, ".json");

    /// <summary>Takes a pair of files that no other command has taken, for as long as this one lives.</summary>
    /// <param name="folder">The folder of the files, which is made where it is missing.</param>
    /// <exception cref="IOException">No file can be opened there.</exception>
    public static Artifacts Take(string folder)
    {
        Directory.CreateDirectory(folder);
        for (var number = 1; ; number++)
        {
            try
            {
                // Without sharing, the file is locked, and the system lets go of it whatever ends this process.
                var name = number == 1 ? "rehearsal.html" : $"rehearsal-{number}.html";
                return new(new FileStream(Path.Combine(folder, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (number < Most)
            {
                // Another command has it.
            }
        }
    }

    /// <summary>Writes the page and the figures.</summary>
    /// <param name="runs">What the runs have shown, at least one.</param>
    /// <returns>The figures.</returns>
    public string Write(IReadOnlyList<Facts> runs)
    {
        var figures = JsonReport.Of(runs);
        File.WriteAllText(Figures, figures);
        _page.SetLength(0);
        using var writer = new StreamWriter(_page, leaveOpen: true);
        writer.Write(HtmlPage.Of(runs));
        return figures;
    }

    /// <summary>How large the page is, for a person.</summary>
    public string Size => $"{Math.Ceiling(_page.Length / 1000.0):0} kB";

    public void Dispose()
    {
        // Whoever gave up before there was anything to write leaves no empty page behind.
        if (_page.Length == 0)
        {
            File.Delete(_page.Name);
        }
        _page.Dispose();
    }
}
