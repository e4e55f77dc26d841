namespace SessionStore.Contract;

/// <summary>The labels that make the names of TXT records from the writer name, before which they stand with a dot.</summary>
public static class WriterLabels
{
    /// <summary>The record that holds the ID of the replication group that an operator has pinned.</summary>
    public const string Pin = "_pin";

    /// <summary>The record in which the failover functions keep what has happened to the writer name.</summary>
    public const string History = "_history";
}
