using SessionStore.Infra.Compute;

namespace SessionStore.Infra.Tests.Application;

/// <summary>A folder as `dotnet publish -r linux-x64 --self-contained` fills it, as far as the program looks.</summary>
public sealed class Published : IDisposable
{
    private const byte X64 = 62;

    public string Folder { get; } = Directory.CreateTempSubdirectory("published-").FullName;

    /// <summary>A folder with an application of that name.</summary>
    public static Published Whole(string name = "Shop", byte machine = X64, string? config = null)
    {
        var published = new Published();
        published.Write(name, [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, machine, 0]);
        published.Write($"{name}.runtimeconfig.json",
            config ?? """{"runtimeOptions":{"includedFrameworks":[{"name":"Microsoft.NETCore.App","version":"10.0.0"}]}}""");
        published.Write("wwwroot/site.css", "body { color: black }");
        return published;
    }

    public void Write(string file, string text) => Write(file, System.Text.Encoding.UTF8.GetBytes(text));

    public void Write(string file, byte[] bytes)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    internal PublishedProgram With(string command) => new(Folder, command, NeedsIcu: false);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
