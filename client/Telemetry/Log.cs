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

    [LoggerMessage(11, LogLevel.Information, "This process sweeps the store in {Region}")]
    public static partial void SweepBegins(ILogger logger, string region);

    [LoggerMessage(12, LogLevel.Information, "The sweeping in {Region} is handed over")]
    public static partial void SweepReleased(ILogger logger, string region);

    [LoggerMessage(13, LogLevel.Warning, "Sweeping failed, and is tried again: {Failure}")]
    public static partial void SweepFailed(ILogger logger, string failure);

    [LoggerMessage(14, LogLevel.Warning,
        "{Region} has not been heard of for more than {Silence}, or its clock differs as much: nothing is removed until it is, or for "
        + "{Forgotten} at most")]
    public static partial void RegionSilent(ILogger logger, string region, TimeSpan silence, TimeSpan forgotten);

    [LoggerMessage(15, LogLevel.Debug, "Swept in {Region}: {Looked} hashes looked at, {Removed} sessions removed, in {Took}; "
        + "{Undated} sessions have no endexp and stay")]
    public static partial void Swept(ILogger logger, string region, long looked, long removed, TimeSpan took, long undated);

    [LoggerMessage(16, LogLevel.Warning, "A session that is over was not removed: {Failure}")]
    public static partial void RemovalRefused(ILogger logger, string failure);
}
