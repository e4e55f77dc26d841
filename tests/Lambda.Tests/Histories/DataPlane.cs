using SessionStore.Contract;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>
/// What resolvers answer: the overrides that are healthy, by what their Regions' metrics have said, or else the record, once a change of it
/// has arrived everywhere. Route 53's data plane needs nothing of its control plane for either. Proof limit: how soon health follows a
/// metric is documented nowhere.
/// </summary>
internal sealed class DataPlane(Func<DateTimeOffset> now, Conditions conditions)
{
    private readonly List<(DateTimeOffset At, string Group)> _values = [];
    private readonly List<(DateTimeOffset At, string Target)> _records = [];

    /// <summary>Every value of the metric: when, and whose.</summary>
    public IReadOnlyList<(DateTimeOffset At, string Group)> Values => _values;

    /// <summary>Hears that the record leads to a target.</summary>
    public void Lead(string target) => _records.Add((now(), target));

    /// <summary>A Region's log, of which the metrics are made.</summary>
    public Stream LogOf(string group) => new MetricLog(this, group);

    /// <summary>What resolvers answer at a time: one target, or several while several Regions override.</summary>
    public IReadOnlyList<string> Answer(DateTimeOffset at)
    {
        var healthy = _values
            .Where(value => value.At + conditions.OverrideBegins <= at && at < value.At + conditions.OverrideEnds)
            .Select(value => Datastore.EndpointOf(value.Group)).Distinct().Order(StringComparer.Ordinal).ToList();
        var arrived = _records.FindLastIndex(record => record.At + conditions.Propagation <= at);
        return healthy.Count > 0 ? healthy : [_records[Math.Max(arrived, 0)].Target];
    }

    /// <summary>The groups that were the answers of a time, each once for as long as it stayed.</summary>
    public IReadOnlyList<string> Answers(DateTimeOffset from, DateTimeOffset to)
    {
        var answers = new List<string>();
        for (var at = from; at < to; at += TimeSpan.FromSeconds(1))
        {
            var answer = string.Join(" or ", Answer(at).Select(target => target.Split('.')[1]));
            if (answers.Count == 0 || answers[^1] != answer)
            {
                answers.Add(answer);
            }
        }
        return answers;
    }

    private void Note(string group) => _values.Add((now(), group));

    private sealed class MetricLog(DataPlane plane, string group) : MemoryStream
    {
        private static readonly byte[] _overriding = System.Text.Encoding.UTF8.GetBytes($"\"{FunctionMetrics.Overriding}\":1");

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.IndexOf(_overriding) >= 0)
            {
                plane.Note(group);
            }
        }
    }
}
