namespace SessionStore.Contract;

/// <summary>The set identifiers and weights of the CNAME records at the writer name.</summary>
public static class WriterSets
{
    /// <summary>The record that the failover functions move.</summary>
    public const string Current = "current";

    /// <summary>Before a Region's name: the record that leads there while that Region overrides.</summary>
    public const string OverridePrefix = "override-";

    /// <summary>The weight of <see cref="Current"/>: it answers while no override is healthy.</summary>
    public const int CurrentWeight = 0;

    /// <summary>The weight of an override.</summary>
    public const int OverrideWeight = 1;
}
