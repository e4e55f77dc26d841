namespace SessionStore.Ops;

/// <summary>Something that a person can mend; the message says what was found and what to do.</summary>
/// <param name="message">What was found, what was expected, and what to do.</param>
internal sealed class OpsException(string message) : Exception(message);
