namespace SessionStore.Rehearsal;

/// <summary>
/// A run cannot go on, for a reason that says nothing about the promises: the machine is too slow for it, or a part of the rehearsal has
/// died.
/// </summary>
/// <param name="message">What was waited for or tried, and what came instead.</param>
/// <param name="cause">What it was noticed by, where that was an exception.</param>
internal sealed class SpoiltException(string message, Exception? cause = null) : Exception(message, cause);
