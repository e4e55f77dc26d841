using System.Reflection;
using Amazon.Route53;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Failover;

/// <summary>
/// The Regions whose alarms a health check can watch: CloudWatchRegion in the Route 53 API reference, as the SDK has it. They are not all
/// Regions, and the provider refuses others, too.
/// </summary>
internal static class WatchableRegions
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(CloudWatchRegion).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(CloudWatchRegion))
            .Select(field => ((CloudWatchRegion)field.GetValue(null)!).Value),
    ];

    /// <summary>What a Region that is not among them is told, as the end of "expected …".</summary>
    public const string Expected = "a Region whose alarms Route 53 can watch (CloudWatchRegion in its API reference), or "
        + $"{SettingsReader.Namespace}:dataPlaneFailover: false in the primary's stack";
}
