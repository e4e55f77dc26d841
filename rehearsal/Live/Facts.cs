namespace SessionStore.Rehearsal.Live;

/// <summary>Everything that a run has shown; the verdict looks at nothing else.</summary>
internal sealed record Facts
{
    public required string Scenario { get; init; }

    /// <summary>What the run was.</summary>
    public required Circumstances Circumstances { get; init; }

    /// <summary>The Regions, that of the primary stack first.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    /// <summary>What happened, in order.</summary>
    public required IReadOnlyList<Event> Events { get; init; }

    /// <summary>Every change of the writer record.</summary>
    public required IReadOnlyList<RecordChange> Changes { get; init; }

    /// <summary>Where the writer name led, each time that name servers answered something else than before.</summary>
    public required IReadOnlyList<NameAnswer> Answers { get; init; }

    /// <summary>Every override of the record that came into force.</summary>
    public required IReadOnlyList<Override> Overrides { get; init; }

    /// <summary>Attempts of functions to change an override's record: by whose, and the record's set identifier.</summary>
    public required IReadOnlyList<(string By, string SetIdentifier)> Trespasses { get; init; }

    /// <summary>Every acknowledged write.</summary>
    public required IReadOnlyList<Write> Writes { get; init; }

    /// <summary>
    /// The acknowledged writes that the server which the record names does not hold in the end; null when there is no such server, or it
    /// does not answer.
    /// </summary>
    public required IReadOnlyList<Write>? Lost { get; init; }

    /// <summary>Why the run could not be played to its end, which says nothing about the promises; null when it was.</summary>
    public string? Spoilt { get; init; }

    /// <summary>The Region that the record names in the end.</summary>
    public required string? RecordNames { get; init; }

    /// <summary>The node that the named Region's endpoint leads to in the end.</summary>
    public required string? RecordNode { get; init; }

    /// <summary>The Regions whose servers accept writes in the end.</summary>
    public required IReadOnlyList<string> AcceptWrites { get; init; }

    /// <summary>Changes of the record in the last three ticks.</summary>
    public required int ChangesAtTheEnd { get; init; }

    /// <summary>
    /// Until when every acknowledged write had reached the replica, by the replication offsets; null when no server was killed. One that
    /// was acknowledged before and is lost cannot be explained by asynchronous replication.
    /// </summary>
    public TimeSpan? ReplicatedUntil { get; init; }

    /// <summary>Bytes that the killed primary had written and the replica had not read; null when no server was killed.</summary>
    public long? UnreplicatedBytes { get; init; }

    /// <summary>Every try to write that failed.</summary>
    public required IReadOnlyList<FailedTry> FailedTries { get; init; }

    /// <summary>Every write that was given up.</summary>
    public required IReadOnlyList<Unacknowledged> Unacknowledged { get; init; }

    /// <summary>Every read.</summary>
    public required IReadOnlyList<Read> Reads { get; init; }

    /// <summary>What the application's visitors saw; null where it was not started.</summary>
    public VisitFacts? Visits { get; init; }

    /// <summary>What was seen of the replicators; null in a store without any.</summary>
    public ReplicationFacts? Replication { get; init; }

    /// <summary>What was seen of a store in which every Region takes writes; null for any other.</summary>
    public ActiveFacts? Active { get; init; }

    /// <summary>Messages that could not be carried out.</summary>
    public required int DeadLetters { get; init; }

    /// <summary>How many tries to write a replica refused.</summary>
    public int Refused => FailedTries.Count(write => write.Refused);

    /// <summary>How many tries to write had no answer.</summary>
    public int Failed => FailedTries.Count(write => !write.Refused);

    /// <summary>How many acknowledged writes took long enough to be noticed.</summary>
    public int Waited => Writes.Count(write => write.Waited);

    /// <summary>The longest that an acknowledged write took.</summary>
    public TimeSpan LongestWait => Writes.Select(write => write.Took).DefaultIfEmpty().Max();

    /// <summary>How many reads the writer answered because the Region's own replicas did not.</summary>
    public int ReadsElsewhere => Reads.Count(read => read.Answered && !read.Local);

    /// <summary>How many reads had no answer.</summary>
    public int ReadsFailed => Reads.Count(read => !read.Answered);

    /// <summary>Where the writer name led, from the start on; as the record says where name servers were not asked.</summary>
    public IReadOnlyList<NameAnswer> Led => Answers.Count > 0 ? Answers
        : [.. Changes.Select(change => new NameAnswer(change.At, change.To)).Prepend(new(TimeSpan.Zero, Regions.FirstOrDefault()))];

    /// <summary>Where the name led, for all who asked alike or in each place.</summary>
    public IReadOnlyList<NamePath> Names => Active?.Names ?? [new("The writer name leads to", From: null, Led)];

    /// <summary>How long the run was, from the first write.</summary>
    public TimeSpan Length => Events.Count > 0 ? Events[^1].At : TimeSpan.Zero;

    /// <summary>How long writers waited after each disturbance for the first write that another server acknowledged.</summary>
    public IEnumerable<Recovery> Recoveries => Events.Where(happened => happened.Disturbs is not null).Select(happened => new Recovery(
        happened,
        Writes.Where(write => write.Server == happened.Disturbs && write.Node != happened.Gone && write.At > happened.At)
            .Select(write => write.At - happened.At).Cast<TimeSpan?>().FirstOrDefault()));
}

/// <summary>Something that happened.</summary>
/// <param name="At">When, since the start.</param>
/// <param name="Text">What, for a person.</param>
/// <param name="Disturbs">The Region that is to take writes from here on; null when nothing changes for writers.</param>
/// <param name="Gone">The node that died, where one did: what it acknowledged last may be heard of later.</param>
/// <param name="IsDetail">Whether only a reader who wants to know everything wants to know it.</param>
internal sealed record Event(TimeSpan At, string Text, string? Disturbs = null, string? Gone = null, bool IsDetail = false);

/// <summary>A change of the writer record.</summary>
/// <param name="At">When, since the start.</param>
/// <param name="By">The Region whose function made it.</param>
/// <param name="To">The Region that it names since.</param>
/// <param name="Role">The role that the Region was shown last.</param>
/// <param name="Pinned">Whether an operator had pinned the Region, or did so with this change.</param>
internal sealed record RecordChange(TimeSpan At, string By, string To, string? Role, bool Pinned);

/// <summary>How long writers waited.</summary>
/// <param name="Disturbance">For what.</param>
/// <param name="Took">How long; null when they waited in vain.</param>
internal sealed record Recovery(Event Disturbance, TimeSpan? Took);
