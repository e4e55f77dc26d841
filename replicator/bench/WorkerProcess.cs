using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SessionStore.Replicator.Bench;

/// <summary>The worker itself, as it is deployed.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _health = Path.Combine(Path.GetTempPath(), $"replicator-{Guid.NewGuid():N}.json");
    private readonly Stopwatch _since = Stopwatch.StartNew();

    /// <summary>Starts it.</summary>
    /// <param name="authorityFile">The authority of both servers; null without TLS.</param>
    public WorkerProcess(Server source, Server target, string? authorityFile)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SessionStore.Replicator.dll")])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in new (string, object)[]
        {
            ("Source__WriterName", Server.Host), ("Source__Port", source.Port), ("Source__Tls", authorityFile is not null),
            ("Target__WriterName", Server.Host), ("Target__Port", target.Port), ("Target__Tls", authorityFile is not null),
            ("Source__CertificateAuthorityFile", authorityFile ?? ""), ("Target__CertificateAuthorityFile", authorityFile ?? ""),
            ("Replicator__ReplicationGroupId", "bench"), ("Replicator__HealthFile", _health),
        })
        {
            start.Environment[name] = $"{value}";
        }
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text && text.StartsWith('{') && JsonDocument.Parse(text).RootElement.TryGetProperty("Message",
                out var message))
            {
                Console.WriteLine($"    worker, {_since.Elapsed.TotalSeconds:0.0} s: {message}");
            }
        };
        _process.BeginOutputReadLine();
    }

    public string Memory => $"{Number("VmHWM") / 1024} MB at most, {Number("VmRSS") / 1024} MB now";

    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    public async Task InStepAsync()
    {
        while (true)
        {
            await Task.Delay(100);
            try
            {
                using var health = JsonDocument.Parse(File.ReadAllText(_health));
                if (health.RootElement.GetProperty("inStep").GetBoolean())
                {
                    return;
                }
            }
            catch (IOException)
            {
                // It is still starting.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_health);
    }

    private long Number(string name) => long.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name,
        StringComparison.Ordinal))
        .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
