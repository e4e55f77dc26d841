namespace SessionStore.Rehearsal.Live;

/// <summary>What can go wrong with ElastiCache's notice of a promotion.</summary>
internal enum NoticeFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It never arrives.</summary>
    Lost,

    /// <summary>It arrives three seconds later, behind what the rule has asked meanwhile.</summary>
    Late,

    /// <summary>It arrives twice.</summary>
    Twice,
}
