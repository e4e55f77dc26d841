using System.Diagnostics;
using System.Globalization;

namespace SessionStore.Client.Tests.Documents;

/// <summary>A snippet that runs, and writes what it is told to.</summary>
internal sealed class RunningSnippet(Process process) : IAsyncDisposable
{
    private readonly Task<string> _errors = process.StandardError.ReadToEndAsync();

    /// <summary>Lets it write.</summary>
    /// <returns>"written", or "failed" and why.</returns>
    public async Task<string> WriteAsync(string key, string value, int budgetSeconds = 60)
    {
        await process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{key} {value} {budgetSeconds}"));
        await process.StandardInput.FlushAsync();
        return await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"it has ended: {await _errors}");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        TestContext.Out.WriteLine(await _errors);
        process.Dispose();
    }
}
