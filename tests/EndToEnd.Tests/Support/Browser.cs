using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SessionStore.EndToEnd.Tests.Support;

/// <summary>A Chromium without a window, where one is installed.</summary>
/// <param name="program">The program.</param>
internal sealed partial class Browser(string program)
{
    private static readonly string[] _programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    // What sticks out of the page or is too small to read, and which of the labels that stand side by side cover one another.
    private const string Look = """
        const view = document.querySelector('iframe').contentDocument, width = view.documentElement.clientWidth, found = [];
        if (view.documentElement.scrollWidth > width) found.push('the page is ' + view.documentElement.scrollWidth + ' px wide');
        for (const element of view.body.querySelectorAll('*')) {
          const box = element.getBoundingClientRect(), style = view.defaultView.getComputedStyle(element);
          if (!box.width || element.closest('.unseen') || element.closest('.scroll') && !element.matches('.scroll')) continue;
          if (box.right > width + 0.5 || box.left < -0.5)
            found.push(element.localName + '.' + element.className + ' reaches from ' + box.left + ' to ' + box.right);
          if (element.firstChild && element.firstChild.nodeType === 3 && parseFloat(style.fontSize) < 11)
            found.push(element.localName + ' is ' + style.fontSize);
        }
        for (const kind of ['.label', '.numbers span', '.ticks span']) {
          const boxes = [...view.querySelectorAll(kind)]
            .map(element => [element.getBoundingClientRect(), element.textContent, element.closest('section')]);
          boxes.forEach(([one, text, section], index) => boxes.slice(index + 1).forEach(([other, covered, place]) => {
            if (section === place && one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
              found.push(text + ' covers ' + covered);
          }));
        }
        const height = view.documentElement.scrollHeight, paper = view.defaultView.getComputedStyle(view.body).backgroundColor;
        document.querySelector('pre').textContent = JSON.stringify({ width, height, paper, found });
        """;

    /// <summary>The program.</summary>
    public string Program => program;

    /// <summary>The browser of this machine; null where there is none.</summary>
    public static Browser? Find()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        return _programs.SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .Append("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome").FirstOrDefault(File.Exists) is { } program
                ? new(program)
                : null;
    }

    /// <summary>Shows a page and looks at it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="width">The width of the window in pixels.</param>
    /// <param name="scheme">light or dark.</param>
    /// <param name="picture">Where a picture of the whole page goes.</param>
    public async Task<PageLayout> OpenAsync(string page, int width, string scheme, string picture)
    {
        var folder = Directory.CreateTempSubdirectory("session-store-").FullName;
        try
        {
            var sight = await MeasureAsync(page, width, scheme, folder);
            var frame = await FrameAsync(page, width, sight.Height, scheme, folder);
            await RunAsync(folder, $"--screenshot={picture}", $"--window-size={width},{sight.Height}", frame);
            return sight;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<PageLayout> MeasureAsync(string page, int width, string scheme, string folder)
    {
        var lines = await RunAsync(folder, "--dump-dom", await FrameAsync(page, width, height: 900, scheme, folder));
        var match = Result().Match(string.Join('\n', lines));
        Assert.That(match.Success, Is.True, () => $"{program} has not looked at the page:\n{string.Join('\n', lines.TakeLast(20))}");
        return JsonSerializer.Deserialize<PageLayout>(WebUtility.HtmlDecode(match.Groups[1].Value), JsonSerializerOptions.Web)!;
    }

    // A frame, because a window has a least width that is wider than a phone.
    private static async Task<string> FrameAsync(string page, int width, int height, string scheme, string folder)
    {
        var file = Path.Combine(folder, "frame.html");
        await File.WriteAllTextAsync(file, $"""
            <!DOCTYPE html><html style="color-scheme:{scheme}"><body style="margin:0" onload="look()">
            <iframe style="border:0;display:block;width:{width}px;height:{height}px;color-scheme:{scheme}"
              srcdoc="{WebUtility.HtmlEncode(page)}"></iframe>
            <pre></pre><script>function look() {"{"} {Look} {"}"}</script></body></html>
            """);
        return new Uri(file).AbsoluteUri;
    }

    private async Task<IReadOnlyCollection<string>> RunAsync(string folder, params string[] arguments)
    {
        // Without the sandbox, which root may not use: the page is our own.
        await using var browser = ChildProcess.Start(
            program,
            ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", $"--user-data-dir={folder}/profile", .. arguments]);
        await browser.Exit.WaitAsync(TimeSpan.FromMinutes(5));
        return browser.Lines;
    }

    [GeneratedRegex("<pre>(.+?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Result();
}

/// <summary>What a browser shows of a page.</summary>
/// <param name="Width">The width that the page has, in pixels.</param>
/// <param name="Height">How high it is, in pixels.</param>
/// <param name="Paper">The background's colour.</param>
/// <param name="Found">What is wrong with it.</param>
internal sealed record PageLayout(int Width, int Height, string Paper, IReadOnlyList<string> Found);
