using System.Text.Json;

namespace SessionStore.Infra.Tests.Monitoring;

/// <remarks>Proof limit: CloudWatch validates the body, and nobody here draws it.</remarks>
public class DashboardTests
{
    private static readonly string[] _areas = ["Role", "Notification", "Record", "Lag", "Function", "Cache", "Queues"];

    [TestCase("primary", "us-east-1")]
    [TestCase("secondary", "us-east-2")]
    public async Task Each_Region_has_a_dashboard_named_after_it_because_CloudWatch_has_one_list_for_all_Regions(string stack,
        string region)
    {
        var dashboard = (await Deployed.Stack(stack)).Only("aws:cloudwatch/dashboard:Dashboard");
        Assert.Multiple(() =>
        {
            Assert.That(dashboard.Text("dashboardName"), Is.EqualTo($"session-store-{region}"));
            Assert.That(Graphs(dashboard.Json("dashboardBody")).Select(graph => graph.GetProperty("region").GetString()),
                Is.All.EqualTo(region));
        });
    }

    [Test]
    public async Task Both_Regions_show_the_same_things_in_the_same_places()
    {
        var primary = await Body("primary");
        Assert.Multiple(async () =>
        {
            Assert.That(Layout(primary), Is.EqualTo(Layout(await Body("secondary"))));
            Assert.That(Graphs(primary).Select(graph => graph.GetProperty("title").GetString()!.Split(':')[0]).Distinct(),
                Is.EqualTo(_areas));
        });
    }

    [Test]
    public async Task Widgets_fit_the_24_units_of_a_dashboard_and_do_not_overlap()
    {
        var places = Widgets(await Body("primary"))
            .Select(widget =>
            (X: Number(widget, "x"), Y: Number(widget, "y"), Width: Number(widget, "width"), Height: Number(widget, "height")))
            .ToArray();
        var taken = places.SelectMany(place =>
            from x in Enumerable.Range(place.X, place.Width)
            from y in Enumerable.Range(place.Y, place.Height)
            select (x, y)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(taken, Is.Unique);
            Assert.That(taken.Max(point => point.x), Is.LessThan(24));
        });
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task All_alarms_of_the_Region_are_on_it(string stack)
    {
        var alarms = Widgets(await Body(stack)).Single(widget => widget.GetProperty("type").GetString() == "alarm")
            .GetProperty("properties").GetProperty("alarms");
        Assert.That(
            alarms.EnumerateArray().Select(arn => arn.GetString()),
            Is.EquivalentTo((await Deployed.Stack(stack)).All("aws:cloudwatch/metricAlarm:MetricAlarm")
                .Where(alarm => alarm.Name != "override-alarm").Select(alarm => alarm.Arn)),
            "all but the one for Route 53, which is grey at rest");
    }

    [TestCase("primary")]
    [TestCase("secondary")]
    public async Task It_shows_the_lag_that_the_alarm_looks_at(string stack)
    {
        var alarm = (await Deployed.Stack(stack)).Resource("watch-alarms-replication-lag").Objects("metricQueries").Single();
        Assert.That(WatchedMetric.Queries(await Body(stack)), Is.EqualTo(new[] { alarm["expression"] }));
    }

    [Test]
    public async Task The_same_settings_give_the_same_text_so_that_nothing_changes_without_a_reason() =>
        Assert.That(
            (await Deployed.With("primary")).Resource("watch-dashboard").Text("dashboardBody"),
            Is.EqualTo((await Deployed.Stack("primary")).Resource("watch-dashboard").Text("dashboardBody")));

    private static async Task<JsonElement> Body(string stack) =>
        (await Deployed.Stack(stack)).Resource("watch-dashboard").Json("dashboardBody");

    private static IEnumerable<JsonElement> Widgets(JsonElement body) => body.GetProperty("widgets").EnumerateArray();

    private static IEnumerable<JsonElement> Graphs(JsonElement body) =>
        Widgets(body).Where(widget => widget.GetProperty("type").GetString() == "metric")
            .Select(widget => widget.GetProperty("properties"));

    private static IEnumerable<string> Layout(JsonElement body) => Widgets(body).Select(widget =>
        $"{widget.GetProperty("type")} {string.Join(' ', new[] { "x", "y", "width", "height" }.Select(name => Number(widget, name)))} "
        + (widget.GetProperty("properties").TryGetProperty("title", out var title) ? title.GetString() : ""));

    private static int Number(JsonElement widget, string name) => widget.GetProperty(name).GetInt32();
}
