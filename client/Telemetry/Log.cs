using Microsoft.Extensions.Logging;

namespace SessionStore.Client.Telemetry;

/// <summary>What the client says, with event ids that stay.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Name} leads to {Endpoint}: connected (connection {Number})")]
    public static partial void Connected(ILogger logger, string name, string endpoint, long number);

    [LoggerMessage(2, LogLevel.Warning, "{Name}: connecting to {Endpoint} failed: {Failure} (failure {Failures} in a row)")]
    public static partial void ConnectFailed(ILogger logger, string name, string endpoint, string failure, int failures);

    [LoggerMessage(3, LogLevel.Warning, "{Name}: the connection to {Endpoint} is given up: {Failure}")]
    public static partial void ConnectionLost(ILogger logger, string name, string endpoint, string failure);

    [LoggerMessage(4, LogLevel.Information, "{Name} leads to {Endpoint} now, no longer to {Before}")]
    public static partial void NameChanged(ILogger logger, string name, string before, string endpoint);

    [LoggerMessage(5, LogLevel.Warning, "{Name} cannot be looked up, the last answer stays: {Failure}")]
    public static partial void LookUpFailed(ILogger logger, string name, string failure);

    [LoggerMessage(6, LogLevel.Warning, "A session's sliding expiration was not renewed: {Failure}")]
    public static partial void RenewalFailed(ILogger logger, string failure);

    [LoggerMessage(7, LogLevel.Debug, "The nearest replica was not asked, or not believed: {Reason}")]
    public static partial void NearestPassed(ILogger logger, string reason);

    [LoggerMessage(8, LogLevel.Error, "The changed configuration is not used, the last one stays: {Problems}")]
    public static partial void ConfigurationRefused(ILogger logger, string problems);

    [LoggerMessage(9, LogLevel.Information, "What signs in has changed: connecting anew")]
    public static partial void CredentialsChanged(ILogger logger);

    [LoggerMessage(10, LogLevel.Warning, "Tls is false: sessions travel in plain text, for development only")]
    public static partial void PlainText(ILogger logger);
}
