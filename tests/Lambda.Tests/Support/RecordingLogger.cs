using Amazon.Lambda.Core;

namespace SessionStore.Lambda.Tests.Support;

/// <summary>Keeps each line with its level: the template, then the arguments and the exception.</summary>
internal sealed class RecordingLogger : ILambdaLogger
{
    public List<(string Level, string Text)> Lines { get; } = [];

    public IEnumerable<string> Warnings => Lines.Where(line => line.Level == nameof(LogLevel.Warning)).Select(line => line.Text);

    public void Log(string message) => Lines.Add((nameof(LogLevel.Information), message));

    public void LogLine(string message) => Log(message);

    public void Log(string level, string message) => Lines.Add((level, message));

    public void Log(string level, string message, params object[] args) => Lines.Add((level, $"{message} | {string.Join(" | ", args)}"));

    public void Log(string level, Exception exception, string message, params object[] args) =>
        Log(level, $"{message} | {exception.GetType().Name}: {exception.Message}", args);
}
