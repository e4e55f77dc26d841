using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests.Support;

/// <summary>Facts of runs that nobody played, as large as real ones: no server is needed to look at a page.</summary>
internal static class SampleRuns
{
    public static readonly string[] Regions = ["us-east-1", "us-east-2", "us-west-2"];

    /// <summary>Three Regions, the third of which never takes writes; three outages, the last of which does not end.</summary>
    public static Facts Long { get; } = new()
    {
        Scenario = "region-loss",
        Circumstances = new(
            "the primary is killed",
            new DateTimeOffset(2026, 11, 21, 4, 5, 0, TimeSpan.Zero),
            [new("--rate", "50 writes a second in each Region"), new("--regions", "3")],
            [new("servers", "Valkey 8.1.1"), new("machine", "Linux")]),
        Regions = Regions,
        Events =
        [
            new(At(0), "clients write and read in all Regions"),
            new(At(10), "us-east-1 is lost (SIGKILL)", Disturbs: "us-east-2", Gone: "one-001"),
            .. Enumerable.Range(0, 200).Select(number => new Event(
                At(11 + (number * 0.05)), $$"""function in us-east-2: 12 ms, done: {"Number":"<{{number}}> & more"}""", IsDetail: true)),
            new(At(22), "demo.valkey-dr.live leads to us-east-2"),
            new(At(24), "ElastiCache accepts the promotion of us-east-1", Disturbs: "us-east-1"),
            new(At(59), "ElastiCache accepts the promotion of us-west-2", Disturbs: "us-west-2"),
            new(At(60), "clients stop"),
        ],
        Changes =
        [
            new(At(12), "us-east-2", "us-east-2", null, Pinned: true),
            new(At(25), "us-east-1", "us-east-1", MemberRoles.Primary, Pinned: false),
        ],
        Answers = [new(At(0), "us-east-1"), new(At(12), "us-east-2"), new(At(25), "us-east-1")],
        Overrides = [new(At(12), "us-east-2", null, Pinned: true)],
        Trespasses = [],
        Writes =
        [
            .. Enumerable.Range(0, 1000).Select(number =>
                new Write($"session:a:{number}", "us-east-1", "us-east-1", "one-001", At(number * 0.01))),
            .. Enumerable.Range(0, 1200).Select(number => new Write(
                $"session:b:{number}", "us-east-2", "us-east-2", "two-001", At(12 + (number * 0.01)), number < 40 ? At(1.5) : At(0.002))),
            .. Enumerable.Range(0, 3000).Select(number =>
                new Write($"session:c:{number}", "us-west-2", "us-east-1", "one-002", At(26 + (number * 0.01)))),
        ],
        Lost = [],
        RecordNames = "us-east-1",
        RecordNode = "one-002",
        AcceptWrites = ["us-east-1"],
        ChangesAtTheEnd = 0,
        ReplicatedUntil = At(9.9),
        UnreplicatedBytes = 120,
        FailedTries =
        [
            .. Enumerable.Range(0, 90).Select(number =>
                new FailedTry("us-east-1", At(10 + (number * 0.02)), Refused: number % 3 == 0)),
        ],
        Unacknowledged = [.. Enumerable.Range(0, 7).Select(number => new Unacknowledged("us-east-1", At(20 + (number * 0.02)), At(10)))],
        Reads =
        [
            .. Enumerable.Range(0, 3000).SelectMany(number => Regions.Select(region => new Read(
                region, At(number * 0.02), Answered: region != "us-east-1" || number is < 500 or > 1000,
                Local: region != "us-east-1" || number < 2900))),
        ],
        DeadLetters = 0,
    };

    /// <summary>The same, with visitors who had an application to visit, and waited for it in the first outage.</summary>
    public static Facts Visited { get; } = Long with
    {
        Visits = new(
            [new("visitor 1", At(1), 0), new("visitor 1", At(30), 1)],
            [
                .. Enumerable.Range(0, 500).Select(number => new VisitPage(
                    "visitor 1", At(number * 0.1), At((number * 0.1) + 0.02), At(number == 120 ? 2.5 : 0.02), 1, Regions[number % 3])),
            ],
            [.. Enumerable.Range(0, 3).Select(number => new VisitFailure("visitor 1", At(10 + number), "502"))]),
    };

    /// <summary>Two Regions that both take writes, of which the first one was lost and came back.</summary>
    public static Facts Active { get; } = Visited with
    {
        Regions = Regions[..2],
        Events =
        [
            new(At(0), ActiveFacts.StandIn),
            new(At(10), "us-east-1 is lost", Disturbs: "us-east-1", Gone: "one-001"),
            new(At(60), "clients stop"),
        ],
        Changes = [],
        Answers = [],
        Overrides = [],
        RecordNames = null,
        FailedTries = [],
        Active = ActiveFacts.Nothing with
        {
            Names =
            [
                .. Regions[..2].Select(region => new NamePath($"In {region} the name leads to", region, [new(At(0), region)])),
            ],
            Losses = [new("us-east-1", "one-001", At(9.9))],
            Endings = [new("session:ending:1", "us-east-2", "two-001") { From = At(1), By = At(2), Looks = 3, GoneAt = At(30) }],
            Homes = new Dictionary<string, string> { ["visitor 1"] = "us-east-1" },
            Sweep = new(At(10), At(40), At(50), [new("us-east-1", At(3), At(0.9))], [new("us-east-2", At(12), At(20))]),
        },
    };

    /// <summary>A run that could not even be started.</summary>
    public static Facts Unstarted { get; } = Long with
    {
        Scenario = "promote",
        Circumstances = Long.Circumstances with { Versions = [] },
        Spoilt = "the server did not answer for 120 s",
        Regions = [],
        Events = [],
        Changes = [],
        Answers = [],
        Overrides = [],
        Writes = [],
        Lost = null,
        RecordNames = null,
        RecordNode = null,
        AcceptWrites = [],
        FailedTries = [],
        Unacknowledged = [],
        Reads = [],
        ReplicatedUntil = null,
        UnreplicatedBytes = null,
    };

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
