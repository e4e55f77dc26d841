using System.Text.RegularExpressions;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>
/// What holds for all documents: they lead somewhere, and what the README tells a newcomer to type is run, or said not to be.
/// </summary>
public partial class DocumentTests
{
    private const int MostReadmeLines = 130;

    private static IEnumerable<string> Documents => Directory.GetFiles(Deployed.Root, "*.md")
        .Concat(Directory.GetFiles(Path.Combine(Deployed.Root, "docs"), "*.md", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Deployed.Root, path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Documents))]
    public void Its_links_lead_to_files_and_headings(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Deployed.Root, document))!;
        var broken = Link().Matches(WithoutCode(Read(document))).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal)).Where(link => !Leads(folder, document, link));
        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void The_README_is_short() =>
        Assert.That(Read("README.md").Count(letter => letter == '\n'), Is.LessThanOrEqualTo(MostReadmeLines));

    [Test]
    public void Every_command_of_the_README_is_run_by_a_test_or_said_why_not()
    {
        var commands = Code().Matches(Read("README.md")).SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Select(line => Comment().Replace(line, "").Trim()).Where(line => line.Length > 0).ToArray();
        var rows = Row().Matches(Section(Read("docs/first-deployment.md"), "The commands of the README"))
            .ToDictionary(row => row.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal), row => row.Groups[2].Value);
        var tests = Directory.GetFiles(Path.Combine(Deployed.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension);
        Assert.Multiple(() =>
        {
            Assert.That(rows.Keys, Is.EquivalentTo(commands).And.Count.GreaterThanOrEqualTo(15));
            Assert.That(
                rows.Values.SelectMany(text => TestName().Matches(text).Select(match => match.Groups[1].Value)).Distinct(),
                Is.SubsetOf(tests));
            Assert.That(rows.Values, Is.All.Matches<string>(text => TestName().IsMatch(text)
                || text.Contains("needs", StringComparison.Ordinal)
                || text.Contains("workflow `ci`", StringComparison.Ordinal)
                || text == "likewise"));
        });
    }

    private static bool Leads(string folder, string document, string link)
    {
        var parts = link.Split('#', 2);
        var path = parts[0].Length == 0 ? Path.Combine(Deployed.Root, document) : Path.Combine(folder, parts[0]);
        return File.Exists(path)
            ? parts.Length == 1 || Heading().Matches(File.ReadAllText(path)).Any(heading => Anchor(heading.Groups[1].Value) == parts[1])
            : parts.Length == 1 && Directory.Exists(path);
    }

    // As GitHub makes it: lower case, no punctuation, hyphens for spaces.
    private static string Anchor(string heading) =>
        Punctuation().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => Code().Replace(text, "");

    private static string Section(string text, string heading) => text[text.IndexOf($"## {heading}", StringComparison.Ordinal)..];

    private static string Read(string document) => File.ReadAllText(Path.Combine(Deployed.Root, document));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\s{2,}# .*$|\s+# .*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\| `(.+?)` \| (.+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Za-z]+Tests)`")]
    private static partial Regex TestName();
}
