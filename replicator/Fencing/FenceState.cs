namespace SessionStore.Replicator.Fencing;

/// <summary>What the fence of the target lets through.</summary>
internal enum FenceState
{
    /// <summary>The target does not answer.</summary>
    Unknown,

    /// <summary>Nothing, and nobody claims it: whoever has a right to may take it.</summary>
    Open,

    /// <summary>What this worker sends under its present lease.</summary>
    Mine,

    /// <summary>What another worker, or this one under an earlier lease, sends.</summary>
    Another,

    /// <summary>Nothing: the writer name has led to this store, and its own writers are not to be overwritten.</summary>
    Own,

    /// <summary>Nothing: somebody has ordered so.</summary>
    Held,
}
