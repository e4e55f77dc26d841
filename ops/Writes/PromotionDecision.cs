namespace SessionStore.Ops.Writes;

/// <summary>What a promotion of a replicated Region, or the way back, does next.</summary>
internal enum PromotionStep
{
    /// <summary>Tell the old writer's group to refuse writes.</summary>
    Refuse,

    /// <summary>Wait until its store says that it does.</summary>
    AskRefusal,

    /// <summary>Wait until the promoted Region has all that was written before.</summary>
    Drain,

    /// <summary>Close the promoted Region's store to its replicator.</summary>
    Close,

    /// <summary>Give the order, and follow it until the name leads there.</summary>
    Order,

    /// <summary>Go on refusing until clients have followed the name.</summary>
    Wait,

    /// <summary>Set the parameter back.</summary>
    Accept,

    /// <summary>Wait until the store says that it takes writes.</summary>
    AskAcceptance,

    /// <summary>Somebody else has changed what all of this rests on: move nothing.</summary>
    GiveUp,

    /// <summary>Nothing is left to be done.</summary>
    Done,
}

/// <summary>Where the writer name leads.</summary>
internal enum Led
{
    /// <summary>Nobody can say.</summary>
    Unknown,

    /// <summary>Not to the promoted Region.</summary>
    Elsewhere,

    /// <summary>To the promoted Region.</summary>
    There,
}

/// <summary>What the old writer's group is told.</summary>
internal enum Told
{
    /// <summary>Nothing, in all of this promotion: it is switched off, or there is nobody to tell.</summary>
    Nothing,

    /// <summary>To take writes.</summary>
    Accept,

    /// <summary>To refuse them.</summary>
    Refuse,
}

/// <summary>What is known when the next step is decided.</summary>
/// <param name="Told">What the group is told, as last read.</param>
/// <param name="Was">Whether it has been seen to be told to refuse writes before, in this command.</param>
/// <param name="Mine">Whether this command has told it so.</param>
/// <param name="Takes">What its store has answered since the parameter was last changed; null for nothing yet.</param>
/// <param name="Drained">Whether the promoted Region has had everything since then.</param>
/// <param name="Closed">Whether its store is closed to its replicator.</param>
/// <param name="Ordered">Whether the order was given.</param>
/// <param name="Waited">Whether clients have had their time to follow the name.</param>
/// <param name="Failed">Whether a step has failed.</param>
internal readonly record struct PromotionLook(
    Led Led, Told Told, bool Was = false, bool Mine = false, bool? Takes = null, bool Drained = false, bool Closed = false,
    bool Ordered = false, bool Waited = false, bool Failed = false);

/// <summary>The table of docs/operations.md, Replicated Regions.</summary>
internal static class PromotionDecision
{
    /// <summary>Decides.</summary>
    public static PromotionStep Of(PromotionLook look) => look switch
    {
        // What another command has begun is not this one's to end, and with the order under way nobody knows yet where writers go.
        { Failed: true, Told: Told.Refuse, Mine: true, Led: Led.Elsewhere } => PromotionStep.Accept,
        { Failed: true, Told: Told.Refuse, Mine: true, Led: Led.Unknown, Ordered: false } => PromotionStep.Accept,
        { Failed: true, Told: Told.Accept, Mine: true, Was: true, Takes: null, Led: not Led.There } => PromotionStep.AskAcceptance,
        { Failed: true } => PromotionStep.Done,

        { Led: Led.There, Told: Told.Refuse, Waited: false } => PromotionStep.Wait,
        { Led: Led.There, Told: Told.Refuse } => PromotionStep.Accept,
        { Led: Led.There, Told: Told.Accept, Was: true, Takes: not true } => PromotionStep.AskAcceptance,
        { Led: Led.There } => PromotionStep.Done,

        { Told: Told.Accept, Was: true } => PromotionStep.GiveUp,
        { Told: Told.Accept } => PromotionStep.Refuse,
        { Told: Told.Refuse, Takes: not false } => PromotionStep.AskRefusal,
        { Told: Told.Refuse, Drained: false } => PromotionStep.Drain,
        { Closed: false } => PromotionStep.Close,
        _ => PromotionStep.Order,
    };
}
