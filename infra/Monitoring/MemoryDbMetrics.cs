using Pulumi;
using SessionStore.Contract;

namespace SessionStore.Infra.Monitoring;

/// <summary>
/// What is measured of a Region's cluster on MemoryDB: "Metrics for MemoryDB" and "Monitoring MemoryDB Multi-Region" in its developer
/// guide, which do not say what dimensions the metrics have. An alarm on a wrong one never fires, so that no query names one; the price is
/// that an alarm sees all clusters of the account in the Region. A graph finds those of the cluster by its name, whatever the dimension.
/// </summary>
internal sealed class MemoryDbMetrics(Output<string> cluster)
{
    /// <summary>What an alarm has to say about what it sees.</summary>
    public const string Scope = "The alarm sees every MemoryDB cluster of the account in the Region; the dashboard shows this store's.";

    /// <summary>
    /// How long it took until a write of another Region was in this one, in milliseconds: the longest of all pairs of Regions and shards.
    /// </summary>
    public NodeMetrics Lag => Of(MemoryDbLag.Metric, "MAX", "Maximum");

    /// <summary>How much of its memory each node uses, in percent.</summary>
    public NodeMetrics Memory => Of("DatabaseMemoryUsagePercentage", "MAX", "Maximum");

    /// <summary>How busy the engine's thread of each node is, in percent.</summary>
    public NodeMetrics EngineCpu => Of("EngineCPUUtilization", "MAX", "Maximum");

    /// <summary>Client connections of each node.</summary>
    public NodeMetrics Connections => Of("CurrConnections", "MAX", "Maximum");

    /// <summary>How often somebody could not sign in.</summary>
    public NodeMetrics SignInFailures => Of("AuthenticationFailures", "SUM", "Sum");

    /// <summary>How often a user sent a command that the access string does not allow.</summary>
    public NodeMetrics CommandFailures => Of("CommandAuthorizationFailures", "SUM", "Sum");

    private NodeMetrics Of(string name, string function, string statistic) => new(
        [],
        $"SELECT {function}({name}) FROM \"{MemoryDbLag.Namespace}\"",
        Output.Format($"SEARCH('Namespace=\"{MemoryDbLag.Namespace}\" MetricName=\"{name}\" \"{cluster}\"', '{statistic}', 60)"))
    {
        Label = "${LABEL}",
    };
}
