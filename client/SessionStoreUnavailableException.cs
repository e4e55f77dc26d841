namespace SessionStore.Client;

/// <summary>The store could not be reached within the budget, or an operation was lost that cannot be repeated.</summary>
/// <param name="message">What was tried, and what came of it.</param>
/// <param name="mayHaveBeenDone">Whether the operation may have been carried out.</param>
/// <param name="innerException">The last failure.</param>
public sealed class SessionStoreUnavailableException(string message, bool mayHaveBeenDone = false, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>
    /// Whether the operation may have been carried out although no answer has come: its connection was lost, or its time was over, after it
    /// had been sent.
    /// </summary>
    public bool MayHaveBeenDone { get; } = mayHaveBeenDone;
}
