namespace SessionStore.Contract;

/// <summary>What every cache node has in common.</summary>
public static class CacheNodes
{
    /// <summary>The port of every node: the writer record carries none, so that all Regions have to agree on one.</summary>
    public const int Port = 6379;
}
