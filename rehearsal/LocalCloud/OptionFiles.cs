using System.Security.Cryptography;
using System.Text.Json;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The stack files in <c>tests/stacks</c>, each of an option, with secrets made for the run, which no file can hold.</summary>
internal static class OptionFiles
{
    private const string Primary = "-primary";

    private static readonly string _folder = Path.Combine("tests", "stacks");

    // Servers here know no IAM and no shards, there is no old store to move in from, and none merges what the Regions of MemoryDB write.
    private static readonly string[] _unplayed = ["iam", "beside", "migrate", "memorydb", "five"];

    /// <summary>The options that can be played.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, _folder), $"Pulumi.*{Primary}.yaml")
            .Select(path => Path.GetFileName(path)["Pulumi.".Length..^$"{Primary}.yaml".Length])
            .Where(name => !_unplayed.Contains(name)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The primary's and the secondary's file of an option.</summary>
    /// <param name="option">One of <see cref="Names"/>.</param>
    public static IReadOnlyList<StackFile> Of(string option)
    {
        var primary = StackFile.Read(Checkout.Root, option + Primary, _folder);
        (string, string)[] secrets = primary.Get("session-store:auth") switch
        {
            "token" => [("session-store:authToken", Secret())],
            "users" =>
            [
                ("session-store:userPasswords", JsonSerializer.Serialize(Users(primary).ToDictionary(user => user, _ => Secret()))),
            ],
            _ => [],
        };
        return [primary.WithSecrets(secrets), StackFile.Read(Checkout.Root, $"{option}-secondary", _folder)];
    }

    private static IEnumerable<string> Users(StackFile file) =>
        JsonSerializer.Deserialize<string[]>(file.Require("session-store:users"))!.Select(user => user.Split(' ')[0]);

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
