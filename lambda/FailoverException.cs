namespace SessionStore.Failover;

/// <summary>The failover function could not do its work. The message names the resource, what it got and what it expected.</summary>
internal sealed class FailoverException : Exception
{
    /// <summary>For a failure that this code found itself.</summary>
    public FailoverException(string message)
        : base(message)
    {
    }

    /// <summary>For a failure that another one caused.</summary>
    public FailoverException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
