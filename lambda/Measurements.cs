using SessionStore.Contract;
using SessionStore.Telemetry;

namespace SessionStore.Failover;

/// <summary>What was measured while one notice was handled. A value stays null, and is not sent, when it was not learned.</summary>
internal sealed class Measurements
{
    /// <summary><see cref="FunctionMetrics.IsPrimary"/>.</summary>
    public bool? IsPrimary { get; set; }

    /// <summary><see cref="FunctionMetrics.RecordMatches"/>.</summary>
    public bool? RecordMatches { get; set; }

    /// <summary><see cref="FunctionMetrics.RecordMoved"/>.</summary>
    public bool RecordMoved { get; set; }

    /// <summary><see cref="FunctionMetrics.RecordMoveSeconds"/>, as a duration.</summary>
    public TimeSpan? RecordMoveTime { get; set; }

    /// <summary><see cref="FunctionMetrics.NotificationActive"/>.</summary>
    public bool? NotificationActive { get; set; }

    /// <summary><see cref="FunctionMetrics.Overriding"/>: sent while it is true.</summary>
    public bool Overriding { get; set; }

    /// <summary><see cref="FunctionMetrics.ControlPlaneAnswers"/>.</summary>
    public bool? ControlPlaneAnswers { get; set; }

    /// <summary>
    /// Writes one line in the CloudWatch embedded metric format (CloudWatch User Guide, "Specification: Embedded metric format").
    /// </summary>
    /// <param name="replicationGroupId">The value of the dimension.</param>
    /// <param name="timestamp">When the metrics were measured.</param>
    /// <param name="output">Receives the line, in one write.</param>
    public void WriteTo(Stream output, string replicationGroupId, DateTimeOffset timestamp) =>
        EmbeddedMetrics.Write(output, replicationGroupId, timestamp, Values());

    private List<(string Name, string Unit, double Value)> Values()
    {
        var values = new List<(string, string, double)>(7);
        Flag(FunctionMetrics.IsPrimary, IsPrimary);
        Flag(FunctionMetrics.RecordMatches, RecordMatches);
        Flag(FunctionMetrics.RecordMoved, RecordMoved);
        if (RecordMoveTime is { } time)
        {
            values.Add((FunctionMetrics.RecordMoveSeconds, "Seconds", time.TotalSeconds));
        }
        Flag(FunctionMetrics.NotificationActive, NotificationActive);
        Flag(FunctionMetrics.Overriding, Overriding ? true : null);
        Flag(FunctionMetrics.ControlPlaneAnswers, ControlPlaneAnswers);
        return values;

        void Flag(string name, bool? value)
        {
            if (value is { } known)
            {
                values.Add((name, "Count", known ? 1 : 0));
            }
        }
    }
}
