using System.Diagnostics;
using System.Text.RegularExpressions;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Documents;

/// <summary>A snippet of docs/connect.md, run as it stands between a file that plays the network and one that gives it work.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Language">What its block says.</param>
/// <param name="Number">Which of that language's blocks it is, from 0.</param>
/// <param name="Program">What runs it.</param>
/// <param name="Compile">The arguments that compile a file and do not run it.</param>
/// <param name="Find">The arguments that fail where the library is not there.</param>
internal sealed record Snippet(string Name, string Language, int Number, string Program, string[] Compile, string[] Find)
{
    private static readonly string _here = Path.Combine(AppContext.BaseDirectory, "Documents");

    // Where scripts/connect-packages puts them.
    private static readonly string _packages =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../artifacts/connect"));

    public static readonly Snippet RedisPy =
        new("redis-py", "python", 0, "python3", ["-m", "py_compile"], ["-c", "import redis"]);

    public static readonly Snippet IamToken =
        new("IAM token", "python", 1, "python3", ["-m", "py_compile"], ["-c", "import botocore"]);

    public static readonly Snippet IoRedis = new("ioredis", "js", 0, "node", ["--check"], ["-e", "require('ioredis')"]);

    public static readonly Snippet Glide = new("GLIDE", "js", 1, "node", ["--check"], []);

    public static readonly Snippet Lettuce = new("Lettuce", "java", 0, "java", [Path.Combine(_here, "Parse.java")], []);

    public string Text { get; } = Regex.Matches(
        File.ReadAllText(Path.Combine(_here, "connect.md")), $"```{Language}\n(?<text>.*?)```", RegexOptions.Singleline)
        .Select(block => block.Groups["text"].Value).ElementAt(Number);

    private string Suffix => Language is "python" ? "py" : Language;

    public bool HasProgram => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>Carries out what needs its library, where that is installed.</summary>
    public async Task IfRunnableAsync(Func<Task> test)
    {
        Assert.That(Text, Is.Not.Empty);
        if (HasProgram && (await RunAsync(Find)).ExitCode == 0)
        {
            await test();
            return;
        }
        TestContext.Out.WriteLine($"{Name} was not run: its library is missing, which scripts/connect-packages fetches");
    }

    public override string ToString() => Name;

    /// <summary>Compiles it.</summary>
    /// <returns>What the compiler has against it; empty for nothing.</returns>
    public async Task<string> CompileAsync(string folder)
    {
        var (exitCode, _, errors) = await RunAsync([.. Compile, Write(folder, Text)]);
        return exitCode == 0 ? "" : errors;
    }

    /// <summary>Runs it to its end, with a line of work after it.</summary>
    /// <returns>What it prints.</returns>
    public async Task<string> RunAsync(string folder, string work, params (string Name, string Value)[] environment)
    {
        var (exitCode, output, errors) = await RunAsync([Write(folder, $"{Text}\n{work}\n")], environment);
        Assert.That(exitCode, Is.Zero, errors);
        return output.Trim();
    }

    /// <summary>Starts it against a store.</summary>
    public RunningSnippet Start(Store store, params (string Name, string Value)[] environment) =>
        new(Begin([Write(store.Authority.Folder, $"{Part("prelude")}\n{Text}\n{Part("driver")}")],
        [
            // Authorities that the snippet trusts, as the system's would be.
            ("SSL_CERT_FILE", store.Authority.AuthorityFile), ("NODE_EXTRA_CA_CERTS", store.Authority.AuthorityFile),
            ("WRITER_NAME", Store.WriterName), .. environment,
        ]));

    private string Part(string name) => File.ReadAllText(Path.Combine(_here, $"{name}.{Suffix}"));

    private string Write(string folder, string text)
    {
        var file = Path.Combine(folder, $"snippet.{Suffix}");
        File.WriteAllText(file, text);
        return file;
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        IReadOnlyList<string> arguments, params IReadOnlyList<(string Name, string Value)> environment)
    {
        using var process = Begin(arguments, environment);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    private Process Begin(IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = Joined("NODE_PATH", Path.Combine(_packages, "node_modules"));
        start.Environment["PYTHONPATH"] = Joined("PYTHONPATH", Path.Combine(_packages, "python"));
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    private static string Joined(string variable, string folder) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } others ? $"{folder}:{others}" : folder;
}
