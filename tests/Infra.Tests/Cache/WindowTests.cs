namespace SessionStore.Infra.Tests.Cache;

/// <summary>ElastiCache's windows: long enough, both or neither, and never at once.</summary>
/// <remarks>Proof limit: the rules are those of the API reference; ElastiCache was not asked.</remarks>
public class WindowTests
{
    private const string Snapshot = "session-store:snapshotWindow", Maintenance = "session-store:maintenanceWindow";
    private const string Daily = "a window in UTC such as 05:00-06:00, of 60 minutes or more";
    private const string Weekly = "a window in UTC such as sun:06:30-sun:07:30, in lower case, of 60 minutes or more";

    [TestCase("5-6")]
    [TestCase("05:00-05:59")]
    [TestCase("05:00-05:00")]
    [TestCase("24:00-01:00")]
    [TestCase("sun:05:00-sun:06:00")]
    public void A_snapshot_window_that_ElastiCache_refuses_is_refused(string window) =>
        Refused(window, "sun:06:30-sun:07:30", $"{Snapshot} is \"{window}\": expected {Daily}");

    [TestCase("Sunday")]
    [TestCase("Sun:06:30-Sun:07:30")]
    [TestCase("sun:06:30-sun:07:29")]
    [TestCase("sun:06:30-sun:06:30")]
    [TestCase("sun:06:30-07:30")]
    [TestCase("06:30-07:30")]
    public void A_maintenance_window_that_ElastiCache_refuses_is_refused(string window) =>
        Refused("05:00-06:00", window, $"{Maintenance} is \"{window}\": expected {Weekly}");

    [TestCase("05:00-06:00", "sun:05:30-sun:06:30")]
    [TestCase("05:00-06:00", "wed:04:30-wed:05:30")]
    [TestCase("05:00-09:00", "wed:06:00-wed:07:00")]
    [TestCase("05:00-06:00", "mon:00:00-mon:08:00")]
    [TestCase("23:30-00:30", "mon:00:00-mon:01:00")]
    [TestCase("05:00-06:00", "sat:22:00-sun:22:00")]
    [TestCase("00:00-01:00", "sun:23:30-mon:00:30")]
    [TestCase("05:00-06:00", "tue:05:00-tue:06:00")]
    public void Windows_that_are_ever_open_at_once_are_refused(string snapshot, string maintenance) =>
        Refused(snapshot, maintenance, $"{Snapshot} is \"{snapshot}\": expected a window that does not overlap {maintenance} "
            + $"({Maintenance}), on no day");

    [TestCase("05:00-06:00", null, Maintenance, Snapshot)]
    [TestCase(null, "sun:06:30-sun:07:30", Snapshot, Maintenance)]
    public void One_of_the_two_is_refused_because_the_other_one_would_be_chosen_blindly(string? snapshot, string? maintenance,
        string missing, string set) => Refused(
        snapshot, maintenance, $"{missing} is not set: expected a window that does not overlap {set}, or neither of the two: the one "
            + $"that ElastiCache chooses may overlap");

    [TestCase("05:00-06:00", "sun:06:00-sun:07:00")]
    [TestCase("05:00-06:00", "sun:04:00-sun:05:00")]
    [TestCase("23:30-00:30", "sun:00:30-sun:23:30")]
    [TestCase("12:00-13:00", "sun:23:30-mon:00:30")]
    public async Task Windows_side_by_side_reach_every_member(string snapshot, string maintenance)
    {
        foreach (var stack in new[] { "primary", "secondary" })
        {
            var group = (await Deployed.With(stack, (Snapshot, snapshot), (Maintenance, maintenance))).Resource("cache-replication-group");
            Assert.That((group.Text("snapshotWindow"), group.Text("maintenanceWindow")), Is.EqualTo((snapshot, maintenance)));
        }
    }

    private static void Refused(string? snapshot, string? maintenance, string problem)
    {
        foreach (var stack in new[] { "primary", "secondary" })
        {
            Assert.That(
                () => Deployed.With(stack, (Snapshot, snapshot ?? ""), (Maintenance, maintenance ?? "")),
                Throws.InstanceOf<RunException>().With.Message.EqualTo($"1 problem in the settings of stack "
                    + $"{stack}:{Environment.NewLine}  1. {problem}"));
        }
    }
}
