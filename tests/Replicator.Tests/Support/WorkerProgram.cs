using System.Diagnostics;
using System.Text.Json;

namespace SessionStore.Replicator.Tests.Support;

/// <summary>The program itself, in a process of its own.</summary>
internal sealed class WorkerProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output, _error;

    public WorkerProgram(IReadOnlyDictionary<string, string?> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SessionStore.Replicator.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }
        _process = Process.Start(start)!;
        (_output, _error) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(IReadOnlyDictionary<string, string?> settings,
        params string[] arguments)
    {
        await using var program = new WorkerProgram(settings, arguments);
        return await program.EndAsync();
    }

    public void Kill() => _process.Kill();

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (_process.ExitCode, await _output, await _error);
    }

    /// <summary>What the health file says; null where there is none.</summary>
    public static JsonElement? Health(string file)
    {
        try
        {
            using var health = JsonDocument.Parse(File.ReadAllText(file));
            return health.RootElement.Clone();
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }
}
