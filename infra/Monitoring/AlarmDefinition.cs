namespace SessionStore.Infra.Monitoring;

/// <summary>What one alarm watches and says. It watches either the largest of some metrics or a Metrics Insights query.</summary>
internal sealed record AlarmDefinition
{
    /// <summary>The part of its names behind the store's.</summary>
    public required string Part { get; init; }

    /// <summary>The metrics, ten at most: the limit of a math expression in an alarm. Empty with a query.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>The query; null with metrics.</summary>
    public string? Query { get; init; }

    /// <summary>How a value is compared with the threshold: a <c>ComparisonOperator</c> of CloudWatch.</summary>
    public string Comparison { get; init; } = "GreaterThanOrEqualToThreshold";

    /// <summary>The threshold, in the metric's unit.</summary>
    public required double Threshold { get; init; }

    /// <summary>How many minutes are looked at.</summary>
    public required int Minutes { get; init; }

    /// <summary>How many of those minutes have to be bad; null for all.</summary>
    public int? BadMinutes { get; init; }

    /// <summary>What a minute without a value counts as: a <c>TreatMissingData</c> of CloudWatch.</summary>
    public required string MissingData { get; init; }

    /// <summary>Whether people are told when there are no values any more.</summary>
    public bool TellsOfMissingData { get; init; }

    /// <summary>What it means and what to do.</summary>
    public required string Advice { get; init; }

    /// <summary>The heading of the runbook's section.</summary>
    public required string Section { get; init; }

    /// <summary>The whole description; CloudWatch takes 1,024 characters.</summary>
    public string Description => $"{Advice} See {RunbookSection.File}, section \"{Section}\".";
}
