namespace SessionStore.Infra.Monitoring;

/// <summary>
/// What a minute without a value counts as: "Configuring how CloudWatch alarms treat missing data" in the CloudWatch user guide.
/// </summary>
internal static class TreatMissingData
{
    /// <summary>As a bad value: silence is the failure.</summary>
    public const string Breaching = "breaching";

    /// <summary>As a good value: silence is the normal case.</summary>
    public const string NotBreaching = "notBreaching";

    /// <summary>As nothing: what was known stays true.</summary>
    public const string Ignore = "ignore";

    /// <summary>As not knowing, which an alarm shows as INSUFFICIENT_DATA.</summary>
    public const string Missing = "missing";
}
