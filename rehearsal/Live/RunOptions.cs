using System.Globalization;

namespace SessionStore.Rehearsal.Live;

/// <summary>How a run is done.</summary>
/// <param name="Rate">Writes a second in each Region.</param>
/// <param name="Tick">How long a minute is: the rule's, that of Lambda's retries, and that of alarms and health checks.</param>
/// <param name="Seed">For what is random.</param>
/// <param name="Outage">How long the Route 53 control plane is gone where a scenario wants it.</param>
/// <param name="Notice">What happens to ElastiCache's notices.</param>
/// <param name="Option">The option whose stack files are played; null for the committed ones.</param>
internal sealed record RunOptions(
    int Rate, TimeSpan Tick, int Seed, TimeSpan Outage, NoticeFault Notice = NoticeFault.None, int Regions = 2, string? Option = null)
{
    /// <summary>Whether the command line wants the session application; null leaves that to the scenario.</summary>
    public bool? App { get; init; }

    /// <summary>Whether the session application is started, and visited.</summary>
    public bool Applications { get; init; }

    /// <summary>Whether clients write and read, and visitors visit; otherwise nobody does but a person.</summary>
    public bool Clients { get; init; } = true;

    /// <summary>The longest that a look at the role and a change of the record may take, the function's cold start included.</summary>
    public TimeSpan LongestInvocation { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a part of the rehearsal may take to start, or to do what no promise is about, before this machine counts as too slow.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The options as the command line takes them, with what their numbers count.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Described =>
    [
        new("--regions", Number(Regions)),
        new("--option", Option ?? "none: the committed stack files"),
        .. Option == Scenario.ActiveOption ? (KeyValuePair<string, string>[])
        [
            new("--rate", $"{Number(Rate)} writes a second in each Region"),
            new("--tick", $"{Number(Tick.TotalMilliseconds)} ms for a minute of the sweepers'"),
        ]
        :
        [
            new("--app", App switch { true => "in all scenarios", false => "not started", null => "where the scenario is about it" }),
            new("--rate", $"{Number(Rate)} writes a second in each Region"),
            new(
                "--tick",
                $"{Number(Tick.TotalMilliseconds)} ms for a minute: of the rule, of Lambda's retries, of alarms and health checks"),
            new("--notice", $"{Notice}"),
            new("--outage", $"{Number(Outage.TotalMilliseconds)} ms without Route 53, in route53-down"),
            new("--seed", Number(Seed)),
        ],
        new("--patience", $"{Number(Patience.TotalSeconds)} s"),
    ];

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
