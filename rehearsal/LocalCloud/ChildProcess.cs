using System.Collections.Concurrent;
using System.Diagnostics;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>A process of the rehearsal's: its output is kept, and it ends with its owner.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What the process has printed so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public int Id => _process.Id;

    /// <summary>The exit code of a process that has ended.</summary>
    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    /// <summary>Ends with the process.</summary>
    public Task Exit => _process.WaitForExitAsync();

    /// <summary>Starts a program.</summary>
    /// <param name="program">The program's name or path.</param>
    /// <param name="environment">Its whole environment; null for that of this process.</param>
    /// <param name="isTalkedTo">Whether lines are typed to it with <see cref="TypeAsync"/>; otherwise it has nothing to wait for.</param>
    /// <exception cref="InvalidOperationException">The program cannot be started.</exception>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, bool isTalkedTo = false)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in environment)
            {
                start.Environment[name] = value;
            }
        }
        try
        {
            var process = Process.Start(start)!;
            if (!isTalkedTo)
            {
                process.StandardInput.Close();
            }
            return new ChildProcess(process);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new InvalidOperationException($"{program} could not be started: {failure.Message}", failure);
        }
    }

    /// <summary>Types a line.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends the process at once, as SIGKILL does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }
}
