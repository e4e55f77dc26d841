namespace SessionStore.Ops.Writes;

/// <summary>
/// What a promotion is made of. Each deed throws <see cref="OpsException"/>, or what a service fails with, where it could not be done.
/// </summary>
internal interface IPromotionDeeds
{
    /// <summary>The parameter of the old writer's group; null where nobody is told anything in this promotion.</summary>
    public Task<MinReplicas?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Gives it another value.</summary>
    public Task SetAsync(MinReplicas now, int value, CancellationToken cancellationToken);

    /// <summary>Waits until the old writer's store takes writes, or refuses them.</summary>
    public Task FollowAsync(bool takesWrites, CancellationToken cancellationToken);

    /// <summary>Waits until the promoted Region has everything that was written before.</summary>
    public Task DrainAsync(CancellationToken cancellationToken);

    /// <summary>Closes the promoted Region's store to its replicator.</summary>
    public Task CloseAsync(CancellationToken cancellationToken);

    /// <summary>Gives the order, and follows it until the name leads to the promoted Region.</summary>
    public Task OrderAsync(CancellationToken cancellationToken);

    /// <summary>Lets clients follow the name.</summary>
    public Task WaitAsync(CancellationToken cancellationToken);

    /// <summary>Where the name leads.</summary>
    public Task<Led> NameAsync(CancellationToken cancellationToken);
}
