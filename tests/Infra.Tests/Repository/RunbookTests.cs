using System.Text.RegularExpressions;
using SessionStore.Infra.Monitoring;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>The runbook is where alarms send people at night.</summary>
public partial class RunbookTests
{
    private static readonly string[] _parts = ["**When.**", "**Do.**", "**You will see.**", "**It worked when**"];

    private static IReadOnlyDictionary<string, string> Sections { get; } =
        File.ReadAllText(Path.Combine(Deployed.Root, RunbookSection.File))
            .Split("\n## ").Skip(1).ToDictionary(section => section.Split('\n')[0], section => section);

    [TestCase("Planned failover")]
    [TestCase("Region loss")]
    [TestCase("Fail back")]
    [TestCase("Split brain")]
    [TestCase("Notification dead")]
    [TestCase("Dead letters")]
    [TestCase("Drift")]
    [TestCase("Upgrade of engine and node type")]
    [TestCase("Restore from snapshot")]
    [TestCase("Adopting an existing cluster")]
    [TestCase("Clean up")]
    public void There_is_a_section_for(string day) => Assert.That(Sections, Contains.Key(day));

    [TestCaseSource(nameof(Headings))]
    public void A_section_says_when_what_what_one_sees_and_how_one_knows(string heading) =>
        Assert.That(_parts.Where(part => !Sections[heading].Contains(part, StringComparison.Ordinal)), Is.Empty);

    [TestCase("primary")]
    [TestCase("secondary")]
    [TestCase("tertiary")]
    [TestCase("hyderabad")]
    [TestCase("application-primary")]
    [TestCase("replicator-secondary")]
    [TestCase("memorydb-primary")]
    [TestCase("five-secondary")]
    public async Task Every_alarm_says_what_to_do_and_leads_to_a_section_that_names_it(string stack)
    {
        var run = Deployed.Options.Contains(stack) ? await Deployed.Option(stack) : await Deployed.Stack(stack);
        var alarms = run.All("aws:cloudwatch/metricAlarm:MetricAlarm");
        Assert.Multiple(() =>
        {
            foreach (var alarm in alarms)
            {
                var description = alarm.Text("alarmDescription");
                var part = alarm.Text("name")["session-store-".Length..];
                var section = Sections.Values.SingleOrDefault(section =>
                    description.EndsWith($"See {RunbookSection.File}, section \"{section.Split('\n')[0]}\".", StringComparison.Ordinal));
                Assert.That(section, Does.Contain($"`{part}`"), description);
                Assert.That(description, Has.Length.LessThanOrEqualTo(1024));
            }
        });
    }

    [Test]
    public void Sections_that_are_quoted_exist()
    {
        // Between back quotes stand commands, and their quotation marks are the shell's; these two are no sections of ours.
        var prose = Sections.Values.SelectMany(section => section.Split("```").Where((_, index) => index % 2 == 0))
            .SelectMany(text => text.Split('`').Where((_, index) => index % 2 == 0));
        var quoted = Quotation().Matches(string.Join(' ', prose)).Select(match => match.Groups[1].Value.Replace('\n', ' ')).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(quoted, Has.Length.GreaterThanOrEqualTo(8));
            Assert.That(quoted.Except(Sections.Keys).Except(["Import", "Notification"]), Is.Empty);
        });
    }

    private static IEnumerable<string> Headings => Sections.Keys;

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quotation();
}
