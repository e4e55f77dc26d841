namespace SessionStore.Lambda.Tests.Histories;

/// <summary>How what ElastiCache shows grows old.</summary>
internal enum Aging
{
    /// <summary>
    /// A promotion shows at once, a demotion as late as <see cref="Conditions.Staleness"/> says: both Regions show the role for a while.
    /// </summary>
    Demotions,

    /// <summary>Some looks are older than others, but none shows less than one before it.</summary>
    Fading,

    /// <summary>Some looks are older than others: an old role comes and goes.</summary>
    Flapping,
}

/// <summary>How badly the world behaves in a history.</summary>
internal sealed record Conditions
{
    /// <summary>How old what ElastiCache shows of a role may be.</summary>
    public TimeSpan Staleness { get; init; }

    /// <summary>How what is shown grows old.</summary>
    public Aging Aging { get; init; }

    /// <summary>The chance that a message is lost.</summary>
    public double Lost { get; init; }

    /// <summary>The chance that a message is delivered once more, up to <see cref="LatestDelivery"/> later.</summary>
    public double Doubled { get; init; }

    /// <summary>The chance that a message is late, by up to <see cref="LatestDelivery"/>.</summary>
    public double Late { get; init; }

    /// <summary>How late a message may be.</summary>
    public TimeSpan LatestDelivery { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>The chance that a request takes up to <see cref="SlowestRequest"/>.</summary>
    public double Slow { get; init; }

    /// <summary>How long a slow request takes on each way.</summary>
    public TimeSpan SlowestRequest { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a slow request to Parameter Store takes on each way. The function gives it up sooner than the others.
    /// </summary>
    public TimeSpan SlowestParameterRequest { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The chance that a request fails, whether or not it was carried out.</summary>
    public double Failing { get; init; }

    /// <summary>The chance that an invocation ends in the middle, with a request under way.</summary>
    public double Killed { get; init; }

    /// <summary>How far the clocks of Regions may be apart.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>Whether the functions override while Route 53's control plane does not answer.</summary>
    public bool Overrides { get; init; }

    /// <summary>The chance that an invocation meets a process that has handled none before.</summary>
    public double Cold { get; init; }

    /// <summary>After a value of the metric, how long until the override of its Region answers.</summary>
    public TimeSpan OverrideBegins { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>After the last value of the metric, how long the override of its Region answers.</summary>
    public TimeSpan OverrideEnds { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a change of the record takes to arrive at all of Route 53's servers.</summary>
    public TimeSpan Propagation { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether Route 53 forgets to compare the history.</summary>
    public bool HistoryIsNotCompared { get; init; }

    /// <summary>For how long after a claim no other Region takes the name by its role alone.</summary>
    public TimeSpan RoleHold { get; init; } = TimeSpan.FromMinutes(5);
}
