namespace SessionStore.Rehearsal.Live;

/// <summary>What was seen of a store in which every Region takes writes.</summary>
internal sealed record ActiveFacts
{
    /// <summary>What every reader has to know.</summary>
    public const string StandIn =
        "MemoryDB Multi-Region is played by a stand-in: a server for each Region, and nothing merges what they write";

    /// <summary>Nothing was seen, because nothing could be started.</summary>
    public static ActiveFacts Nothing { get; } = new()
    {
        Names = [],
        Losses = [],
        Endings = [],
        Refused = [],
        Strays = [],
        Homes = new Dictionary<string, string>(),
    };

    /// <summary>Where the name led, in each Region.</summary>
    public required IReadOnlyList<NamePath> Names { get; init; }

    /// <summary>The Regions that were lost.</summary>
    public required IReadOnlyList<RegionLoss> Losses { get; init; }

    /// <summary>The sessions that ended.</summary>
    public required IReadOnlyList<EndingSession> Endings { get; init; }

    /// <summary>Commands that MemoryDB Multi-Region does not have and that somebody sent all the same.</summary>
    public required IReadOnlyList<(string Region, string Command)> Refused { get; init; }

    /// <summary>Sessions of one Region's clients in another one's server.</summary>
    public required IReadOnlyList<(string Key, string Region)> Strays { get; init; }

    /// <summary>Near which Region each visitor is.</summary>
    public required IReadOnlyDictionary<string, string> Homes { get; init; }

    /// <summary>What was seen of the sweepers; null where the scenario is not about them.</summary>
    public SweepFacts? Sweep { get; init; }

    /// <summary>How often clients asked for a session after its end.</summary>
    public int Looks => Endings.Sum(session => session.Looks);

    /// <summary>Whether a server was killed.</summary>
    public bool IsGone(string node) => Losses.Any(loss => loss.Node == node);

    /// <summary>Whether a Region was never lost.</summary>
    public bool IsHealthy(string region) => Losses.All(loss => loss.Region != region);

    /// <summary>How many visitors of lost Regions had to sign in again, which they need not where sessions are merged.</summary>
    public int SignedInAgain(VisitFacts visits) => Homes.Count(home => !IsHealthy(home.Value)
        && visits.Answers.FirstOrDefault(answer => answer.Visitor == home.Key) is { } first
        && visits.Pages.Any(page => page.Visitor == home.Key && page.Asked >= first.At && page.Things is null));
}

/// <summary>A Region was lost.</summary>
/// <param name="Node">Its server.</param>
/// <param name="At">When it began to die, since the start.</param>
internal sealed record RegionLoss(string Region, string Node, TimeSpan At);
