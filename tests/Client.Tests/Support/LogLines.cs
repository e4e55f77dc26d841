using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SessionStore.Client.Tests.Support;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(EventId Event, string Text)> _lines = new();

    public IEnumerable<string> Texts => _lines.Select(line => $"{line.Event.Id}: {line.Text}");

    public IEnumerable<int> Ids => _lines.Select(line => line.Event.Id);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
        string> formatter) =>
        _lines.Enqueue((eventId, formatter(state, exception)));

    public void Dispose()
    {
    }
}
