using System.Text.Json;
using SessionStore.Infra.Compute;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Application;

/// <summary>A folder that `dotnet publish` has filled: an application that brings its runtime along.</summary>
internal static class PublishedApplication
{
    private const string Sample = "sample", RuntimeConfig = ".runtimeconfig.json";

    // Building this program publishes the sample there.
    private static readonly string _sampleFolder = Path.Combine("app", "bin", "package");

    private static readonly string _key = SettingsReader.Key(ApplicationSettings.Name);

    /// <summary>Finds the folder that a setting names, and what is started in it.</summary>
    /// <param name="value">The setting: <c>sample</c>, or a path, which is relative to Pulumi.yaml's folder.</param>
    /// <param name="commandName">The key of the file that is started, without its namespace.</param>
    public static PublishedProgram Find(SettingsReader reader, string value, string commandName)
    {
        var folder = Path.GetFullPath(value == Sample ? _sampleFolder : value, ProjectFolder.Root());
        var named = reader.OptionalText(
            SettingsReader.Key(commandName), "the name of a file in the published folder, without a folder", IsFileName);
        if (!Directory.Exists(folder))
        {
            reader.Problems.Add(_key, value, value == Sample
                ? $"what `dotnet build infra` publishes, and {folder} is not there"
                : $"none, {Sample} or the path of a published folder, and {folder} is not one");
            return new(folder, named ?? "", NeedsIcu: false);
        }
        var configs = Directory.GetFiles(folder, $"*{RuntimeConfig}");
        if (named is null && configs is not [_])
        {
            reader.Problems.Add(
                _key, value, $"a folder with one file *{RuntimeConfig}, which names what is started, not {configs.Length}; or "
                    + $"{SettingsReader.Key(commandName)} names it");
            return new(folder, "", NeedsIcu: false);
        }
        var command = named ?? Path.GetFileName(configs[0])[..^RuntimeConfig.Length];
        var config = Path.Combine(folder, command + RuntimeConfig);
        var needsIcu = File.Exists(config) && CheckRuntime(reader.Problems, value, config);
        if (!File.Exists(Path.Combine(folder, command)))
        {
            reader.Problems.Add(named is null ? _key : SettingsReader.Key(commandName), named ?? value, $"the file {command} in {folder}");
        }
        else if (named is null && !IsProgram(Path.Combine(folder, command)))
        {
            reader.Problems.Add(_key, value, $"{command} to be a program for linux-x64: `dotnet publish -r linux-x64 --self-contained`");
        }
        return new(folder, command, needsIcu);
    }

    private static bool IsFileName(string name) => Path.GetFileName(name) == name && name is not ("." or "..") && name.All(character =>
        char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    // "runtime-config.json" in dotnet/sdk's documentation/specs: one that brings its runtime along includes frameworks, another names them.
    private static bool CheckRuntime(Problems problems, string value, string config)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(config));
            var options = document.RootElement.GetProperty("runtimeOptions");
            if (options.TryGetProperty("framework", out _) || options.TryGetProperty("frameworks", out _))
            {
                problems.Add(_key, value, "an application that brings its runtime along: the instances have none; "
                    + "`dotnet publish -r linux-x64 --self-contained`");
            }
            return !(options.TryGetProperty("configProperties", out var properties)
                && properties.TryGetProperty("System.Globalization.Invariant", out var invariant)
                && string.Equals(invariant.ToString(), "true", StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            problems.Add(_key, value, $"{config} to be what `dotnet publish` writes: {failure.Message}");
            return false;
        }
    }

    // "ELF header" in elf(5): the magic number, 64 bits, and at byte 18 the machine, 62 for x86-64.
    private static bool IsProgram(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[20];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && head is [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, ..] && head[18] == 62 && head[19] == 0;
    }
}
