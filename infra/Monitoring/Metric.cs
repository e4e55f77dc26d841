using Pulumi;

namespace SessionStore.Infra.Monitoring;

/// <summary>A metric as alarms and dashboards name it.</summary>
/// <param name="Namespace">Such as <c>AWS/Lambda</c>.</param>
/// <param name="Name">Such as <c>Errors</c>.</param>
/// <param name="Statistic">How the values of a period become one: <c>Sum</c>, <c>Maximum</c> …</param>
/// <param name="Dimension">The name of its first dimension.</param>
/// <param name="Value">The dimension's value.</param>
/// <param name="Label">What a graph's legend calls it.</param>
internal sealed record Metric(string Namespace, string Name, string Statistic, string Dimension, Output<string> Value, string Label)
{
    /// <summary>A second dimension with its value; null for none.</summary>
    public (string Name, Output<string> Value)? Second { get; init; }

    /// <summary>All its dimensions.</summary>
    public IReadOnlyList<(string Name, Output<string> Value)> Dimensions =>
        Second is { } second ? [(Dimension, Value), second] : [(Dimension, Value)];
}
