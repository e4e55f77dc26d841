using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SessionStore.Client;
using SessionStore.EndToEnd.Tests.Support;
using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests;

/// <summary>Every scenario with real servers, short: a minute lasts 700 ms, an outage three seconds.</summary>
// What takes longest begins first, or the others wait for it in the end.
[Order(1)]
internal sealed class ScenarioTests
{
    private static readonly RunOptions _short =
        new(Rate: 20, Tick: TimeSpan.FromMilliseconds(700), Seed: 7, Outage: TimeSpan.FromSeconds(3));

    private static readonly string[] _silent = ["control-plane-down", "silent-promotion"];

    private static IEnumerable<string> Names =>
        Scenario.All.Where(scenario => scenario.FitsTo(null)).Select(scenario => scenario.Name).Except(_silent);

    [TestCaseSource(nameof(Names))]
    public async Task Every_promise_is_kept(string name)
    {
        var facts = await Played.ToTheEndAsync(Scenario.All.Single(scenario => scenario.Name == name), _short);
        var changes = name switch { "promote" => 2, "node-failover" => 0, _ => 1 };
        Assert.Multiple(() =>
        {
            Assert.That(
                Verdict.On(facts).Where(finding => !finding.Kept).Select(finding => $"{finding.Promise}: {finding.Seen}"), Is.Empty);
            Assert.That(facts.Writes, Is.Not.Empty);
            Assert.That(facts.Changes, Has.Count.EqualTo(changes));
            // A node that fails over disturbs writers, too, and changes nothing.
            Assert.That(facts.Recoveries.Count(), Is.EqualTo(Math.Max(1, changes)));
        });
    }

    [TestCase("control-plane-down", true)]
    [TestCase("silent-promotion", false)]
    public async Task While_Route_53s_API_stays_away_writers_recover_by_an_override_and_the_record_follows(string name, bool pinned)
    {
        var facts = await Played.ToTheEndAsync(Scenario.All.Single(scenario => scenario.Name == name), _short);
        var (gone, back) = (At("the Route 53 control plane is gone"), At("the Route 53 control plane is back"));
        var recovered = facts.Recoveries.Single();
        Assert.Multiple(() =>
        {
            Assert.That(
                Verdict.On(facts).Where(finding => !finding.Kept).Select(finding => $"{finding.Promise}: {finding.Seen}"), Is.Empty);
            Assert.That(facts.Writes, Is.Not.Empty);
            Assert.That(facts.Overrides.Select(one => (one.Region, one.Pinned)).Distinct(), Is.EqualTo(new[] { ("us-east-2", pinned) }));
            Assert.That(recovered.Disturbance.At + recovered.Took!.Value, Is.GreaterThan(gone).And.LessThan(back));
            Assert.That(facts.Changes.Single(), Is.EqualTo(facts.Changes.Single() with { By = "us-east-2", To = "us-east-2" }));
            Assert.That(facts.Changes.Single().At, Is.GreaterThan(back));
            Assert.That(facts.Answers.Select(answer => answer.To), Is.EqualTo(new[] { "us-east-1", "us-east-2" }));
            Assert.That(facts.DeadLetters, Is.Zero);
        });

        TimeSpan At(string text) => facts.Events.Single(happened => happened.Text == text).At;
    }

    [TestCase(NoticeFault.Late)]
    public async Task A_planned_failover_keeps_them_whatever_befalls_the_notice(NoticeFault fault)
    {
        var facts = await Played.ToTheEndAsync(Scenario.All[0], _short with { Notice = fault });
        Assert.Multiple(() =>
        {
            Assert.That(Verdict.On(facts).Where(finding => !finding.Kept), Is.Empty);
            Assert.That(facts.Changes.Select(change => change.To), Is.EqualTo(new[] { "us-east-2", "us-east-1" }));
        });
    }

    [TestCase("token", "requirepass")]
    [TestCase("users", "user default off")]
    public async Task A_planned_failover_keeps_them_with_clients_that_sign_in(string option, string asks)
    {
        string[] server = [];
        var scenario = new Scenario(option, "as promote", async (stage, cancellationToken) =>
        {
            foreach (var command in new string[][] { ["CONFIG", "GET", "requirepass"], ["ACL", "LIST"] })
            {
                server = [.. server, .. ((object?[])(await stage.Regions[1].Server.ExecuteAsync(command))!).Cast<string>()];
            }
            await Scenario.All[0].PlayAsync(stage, cancellationToken);
        });
        var facts = await Played.ToTheEndAsync(scenario, _short with { Option = option });
        Assert.Multiple(() =>
        {
            Assert.That(Verdict.On(facts).Where(finding => !finding.Kept), Is.Empty);
            Assert.That(facts.Changes.Select(change => change.To), Is.EqualTo(new[] { "us-east-2", "us-east-1" }));
            Assert.That(facts.Unacknowledged, Is.Empty, "nobody was turned away");
            Assert.That(facts.Reads, Has.All.Matches<Read>(read => read.Answered));
            Assert.That(server, Has.Some.StartsWith(asks));
            Assert.That(server, Has.None.EqualTo("user default on nopass ~* &* +@all"));
        });
    }

    [Test]
    public async Task A_function_that_believes_the_notice_without_looking_at_the_role_breaks_the_promises()
    {
        var believer = new Scenario("believer", "a function that moves the record because it was told to", async (stage, _) =>
        {
            var (home, away) = (stage.Regions[0], stage.Regions[1]);
            using var zone = LocalZone.Existing(stage.World.Route53.Url, stage.World.Zone.Id, away.Name);
            await zone.ChangeAsync(new Change(ChangeAction.UPSERT, new ResourceRecordSet(stage.World.WriterName, RRType.CNAME)
            {
                TTL = 10,
                SetIdentifier = WriterSets.Current,
                Weight = WriterSets.CurrentWeight,
                ResourceRecords = [new(away.Server.Host)],
            }));
            // The primary's own function does look, and takes the name back. Clients have not noticed anything.
            await stage.WithinPatienceAsync("for the primary's function to take the name back", async limit =>
            {
                while (await stage.World.WriterAsync() != home.Server.Host)
                {
                    await Task.Delay(20, limit);
                }
            }, CancellationToken.None);
        });
        var facts = await Played.ToTheEndAsync(believer, _short);
        var broken = Verdict.On(facts).Where(finding => !finding.Kept).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(
                broken.Select(finding => finding.Promise),
                Has.One.EqualTo("No Region without the role or a pin changed the record or overrode it"));
            Assert.That(broken.Select(finding => finding.Seen), Has.Some.StartsWith("us-east-2 made it name us-east-2"));
            Assert.That(facts.RecordNames, Is.EqualTo("us-east-1"), "the function of the primary heals it");
        });
    }

    [Test]
    public async Task A_client_that_connects_with_the_writer_name_is_refused_by_its_own_validation()
    {
        await using var stage = await LiveStage.StartAsync(_short, _ => { }, CancellationToken.None);
        var (host, settings) = (stage.World.WriterName, new Dictionary<string, string?>(stage.ClientSettings(stage.Regions[0])));
        // A client that does not ask where the name leads.
        settings["SessionStore:TrustedDomains:0"] = host;
        settings[$"SessionStore:Addresses:{host}"] = stage.Regions[0].Cache.Endpoints[stage.Regions[0].Server.Host];
        settings["SessionStore:Budget"] = "00:00:03";
        await using var services = new ServiceCollection()
            .AddSessionStore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("SessionStore"))
            .BuildServiceProvider();
        Assert.That(async () => await services.GetRequiredService<ISessionStoreConnection>().GetWriterAsync(), Throws
            .TypeOf<SessionStoreUnavailableException>().With.Message.Contains("TLS or signing in failed")
            .And.Message.Contains("RemoteCertificateNameMismatch"));
    }
}
