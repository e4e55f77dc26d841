using System.Text.RegularExpressions;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>The rooms of infra/ lie above one another: none leads back to itself over others.</summary>
public partial class RoomsTests
{
    private static readonly string _infra = Path.Combine(Deployed.Root, "infra");

    private static IReadOnlyDictionary<string, IReadOnlySet<string>> Rooms => Directory.EnumerateDirectories(_infra)
        .Select(folder => new DirectoryInfo(folder).Name).Where(name => name is not ("bin" or "obj"))
        .ToDictionary(name => name, name => Uses(Path.Combine(_infra, name)));

    [Test]
    public void No_room_leads_back_to_itself()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Rooms, Has.Count.GreaterThanOrEqualTo(8));
            Assert.That(Rooms["Stages"], Is.EquivalentTo(Rooms.Keys.Except(["Stages"])), "what is composed of all others");
            Assert.That(Circle(Rooms), Is.Empty);
        });
    }

    [Test]
    public void What_all_rooms_use_uses_none() => Assert.That(
        Directory.EnumerateFiles(_infra, "*.cs").Where(file => Path.GetFileName(file) != "Program.cs").SelectMany(UsesOf), Is.Empty);

    [Test]
    public void A_circle_would_be_found() => Assert.That(
        Circle(new Dictionary<string, IReadOnlySet<string>>
        {
            ["Stages"] = new HashSet<string> { "Cache" },
            ["Cache"] = new HashSet<string> { "Network" },
            ["Network"] = new HashSet<string> { "Cache", "Settings" },
            ["Settings"] = new HashSet<string>(),
        }),
        Is.EquivalentTo(new[] { "Stages", "Cache", "Network" }));

    // Takes away what uses nothing that is left, again and again: whatever stays is in a circle, or above one.
    private static IEnumerable<string> Circle(IReadOnlyDictionary<string, IReadOnlySet<string>> rooms)
    {
        var left = rooms.Keys.ToHashSet();
        while (left.RemoveWhere(room => !rooms[room].Overlaps(left)) > 0)
        {
        }
        return left;
    }

    private static IReadOnlySet<string> Uses(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).SelectMany(UsesOf).ToHashSet();

    private static IEnumerable<string> UsesOf(string file) =>
        Use().Matches(File.ReadAllText(file)).Select(match => match.Groups["room"].Value);

    // As a using, or in the middle of the code.
    [GeneratedRegex(@"^(?!namespace).*\bSessionStore\.Infra\.(?<room>\w+)", RegexOptions.Multiline)]
    private static partial Regex Use();
}
