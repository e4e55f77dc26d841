using Amazon.Lambda.Core;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>Thousands of histories are not read by anybody.</summary>
internal sealed class SilentLogger : ILambdaLogger
{
    public void Log(string message)
    {
    }

    public void LogLine(string message)
    {
    }

    public void Log(string level, string message)
    {
    }

    public void Log(string level, string message, params object[] args)
    {
    }

    public void Log(string level, Exception exception, string message, params object[] args)
    {
    }
}
