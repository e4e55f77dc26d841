namespace SessionStore.EndToEnd.Tests.LocalCloud;

/// <summary>The alarm that an override's health check follows: one period, data only while the Region overrides.</summary>
internal sealed class LocalAlarmTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset _start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly LocalAlarm _alarm = new(
        "us-east-2", "overriding", "n", "m", "d", "v", "LessThanThreshold", Threshold: 1, EvaluationPeriods: 1, Period: _minute);

    // Values by the second after the start, as second=value.
    [TestCase("", 600, AlarmState.InsufficientData, TestName = "no data at rest")]
    [TestCase("10=1", 50, AlarmState.InsufficientData, TestName = "the period is not over")]
    [TestCase("10=1", 60, AlarmState.Ok, TestName = "the period is over")]
    [TestCase("10=0", 60, AlarmState.Alarm, TestName = "a value that breaches")]
    [TestCase("10=1 70=0", 120, AlarmState.Alarm, TestName = "the latest period counts")]
    [TestCase("10=0 20=1", 60, AlarmState.Ok, TestName = "the greatest value of a period counts")]
    [TestCase("10=1", 359, AlarmState.Ok, TestName = "data that has stopped still answers")]
    [TestCase("10=1", 360, AlarmState.InsufficientData, TestName = "data that has left the evaluation range does not")]
    public void A_state_is_what_the_data_says(string values, int seconds, AlarmState expected) =>
        Assert.That(_alarm.At(Points(values, scale: 1), _start.AddSeconds(seconds), _minute), Is.EqualTo(expected));

    [Test]
    public void A_minute_may_be_shorter() => Assert.Multiple(() =>
    {
        var points = Points("10=1", scale: 1.0 / 60).ToArray();
        Assert.That(_alarm.At(points, _start.AddSeconds(0.9), TimeSpan.FromSeconds(1)), Is.EqualTo(AlarmState.InsufficientData));
        Assert.That(_alarm.At(points, _start.AddSeconds(1), TimeSpan.FromSeconds(1)), Is.EqualTo(AlarmState.Ok));
        Assert.That(_alarm.At(points, _start.AddSeconds(6), TimeSpan.FromSeconds(1)), Is.EqualTo(AlarmState.InsufficientData));
    });

    private static IEnumerable<(DateTimeOffset, double)> Points(string values, double scale) => values
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=').Select(int.Parse).ToArray())
        .Select(pair => (_start.AddSeconds(pair[0] * scale), (double)pair[1]));
}
