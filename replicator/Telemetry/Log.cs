using Microsoft.Extensions.Logging;

namespace SessionStore.Replicator.Telemetry;

/// <summary>What is logged.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Copying from {Source} to {Target}: subscribed, now filling")]
    public static partial void Connected(ILogger logger, string source, string target);

    [LoggerMessage(2, LogLevel.Information, "Filled: {Keys} keys of the source in {Seconds:0.0} s; from now on its changes are followed")]
    public static partial void Filled(ILogger logger, long keys, double seconds);

    [LoggerMessage(3, LogLevel.Warning, "Copying from {Source} has ended: {Reason}")]
    public static partial void Ended(ILogger logger, string source, string reason);

    [LoggerMessage(4, LogLevel.Error,
        "{Source} does not tell of its changes: its parameter notify-keyspace-events is {Setting}, expected KA. "
        + "Until then deletions and writes after the fill are not copied")]
    public static partial void Deaf(ILogger logger, string source, string setting);

    [LoggerMessage(5, LogLevel.Error, "The target does not take key {Key} (hashed): {Reason}")]
    public static partial void Refused(ILogger logger, string key, string reason);

    [LoggerMessage(6, LogLevel.Warning, "Keys are tried again until the target takes them: {Reason}")]
    public static partial void Repeating(ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Information, "{Phase}: {Why}")]
    public static partial void Phase(ILogger logger, Phase phase, string why);

    [LoggerMessage(8, LogLevel.Warning, "{What} cannot be reached: {Reason}")]
    public static partial void Unreachable(ILogger logger, string what, string reason);

    [LoggerMessage(9, LogLevel.Information,
        "Compared {Keys} keys: {Missing} missing, {Extra} extra, {Value} with another value, {Expiry} with "
        + "another expiry, {Undecided} changed too fast to tell")]
    public static partial void Compared(ILogger logger, long keys, long missing, long extra, long value, long expiry, long undecided);

    [LoggerMessage(10, LogLevel.Error, "The stores differ, such as in {Sample} (hashed)")]
    public static partial void Different(ILogger logger, string sample);

    [LoggerMessage(11, LogLevel.Error, "The stores could not be compared: {Reason}")]
    public static partial void NotCompared(ILogger logger, string reason);

    [LoggerMessage(12, LogLevel.Warning, "Health could not be written to {File}: {Reason}")]
    public static partial void HealthNotWritten(ILogger logger, string file, string reason);

    [LoggerMessage(13, LogLevel.Information,
        "{Section}: the settings have changed, and sign in at {Name}: they are used for the next connection")]
    public static partial void SignsIn(ILogger logger, string section, string name);

    [LoggerMessage(14, LogLevel.Error,
        "{Section}: the settings have changed, and do not connect; the connection that is there stays until it is lost: {Reason}")]
    public static partial void DoesNotSignIn(ILogger logger, string section, string reason);
}
