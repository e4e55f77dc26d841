using System.Security.Cryptography;
using System.Text.Json;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The stack files in <c>tests/stacks</c>, each of an option, with secrets made for the run, which no file can hold.</summary>
internal static class OptionFiles
{
    /// <summary>The option whose store is on MemoryDB, spelled as the value of the setting <c>store</c>.</summary>
    public const string MemoryDb = "memoryDb";

    private const string Primary = "-primary";

    private static readonly string _folder = Path.Combine("tests", "stacks");

    // Servers here know no IAM and no shards, and there is no old store to move in from.
    private static readonly string[] _unplayed = ["iam", "beside", "migrate", "five"];

    // Where the option is spelled otherwise than its files are.
    private static readonly Dictionary<string, string> _files = new() { [MemoryDb] = "memorydb" };

    /// <summary>The options that can be played.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, _folder), $"Pulumi.*{Primary}.yaml")
            .Select(path => Path.GetFileName(path)["Pulumi.".Length..^$"{Primary}.yaml".Length])
            .Where(name => !_unplayed.Contains(name))
            .Select(name => _files.FirstOrDefault(spelled => spelled.Value == name).Key ?? name).Order(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The primary's and the secondary's file of an option.</summary>
    /// <param name="option">One of <see cref="Names"/>.</param>
    public static IReadOnlyList<StackFile> Of(string option)
    {
        var name = _files.GetValueOrDefault(option, option);
        var primary = StackFile.Read(Checkout.Root, name + Primary, _folder);
        // On MemoryDB there are users where nothing is said.
        (string, string)[] secrets = (primary.Get("session-store:auth"), option) switch
        {
            ("token", _) => [("session-store:authToken", Secret())],
            ("users", _) or (null or "", MemoryDb) =>
            [
                ("session-store:userPasswords", JsonSerializer.Serialize(Users(primary).ToDictionary(user => user, _ => Secret()))),
            ],
            _ => [],
        };
        return [primary.WithSecrets(secrets), StackFile.Read(Checkout.Root, $"{name}-secondary", _folder)];
    }

    private static IEnumerable<string> Users(StackFile file) =>
        JsonSerializer.Deserialize<string[]>(file.Require("session-store:users"))!.Select(user => user.Split(' ')[0]);

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
