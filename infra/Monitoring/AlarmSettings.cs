using System.Text.RegularExpressions;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Monitoring;

/// <summary>Who hears of a Region's alarms, and when the replication lag is one.</summary>
/// <param name="Email">The address that is subscribed to the alarm topic; null for none.</param>
/// <param name="ReplicationLagSeconds">The replication lag that is too much, in seconds: what a lost Region would cost.</param>
internal sealed partial record AlarmSettings(string? Email, int ReplicationLagSeconds)
{
    // Beyond an hour nobody speaks of replication any more.
    private const int MostLagSeconds = 3600;

    public static AlarmSettings Read(SettingsReader reader) => new(
        reader.OptionalText(SettingsReader.Key("alarmEmail"), "an e-mail address, such as oncall@example.com", Address().IsMatch),
        reader.Integer(SettingsReader.Key("replicationLagAlarmSeconds"), fallback: 10, least: 1, most: MostLagSeconds));

    // Whether the address exists shows when SNS asks it to confirm.
    [GeneratedRegex(@"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$")]
    private static partial Regex Address();
}
