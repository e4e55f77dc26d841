namespace SessionStore.Replicator.Settings;

/// <summary>Something that a person can mend; the message says how.</summary>
internal sealed class ReplicatorException(string message, Exception? inner = null) : Exception(message, inner);
