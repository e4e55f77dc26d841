using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;
using ReplicationGroup = SessionStore.Failover.ReplicationGroup;

namespace SessionStore.Lambda.Tests;

public sealed class PlanTests
{
    private const string Missing = "no record";
    private const string Right = "right record";
    private const string Wrong = "wrong record";
    private const string NoPin = "no pin";
    private const string OwnPin = "own pin";
    private const string OtherPin = "other pin";

    private const string Create = "CREATE CNAME";
    private const string Move = "DELETE CNAME, UPSERT CNAME";
    private const string CreatePin = "CREATE TXT";
    private const string ReplacePin = "DELETE TXT, UPSERT TXT";
    private const string DeletePin = "DELETE TXT";

    private static readonly MemberRole[] Roles = [MemberRole.Primary, MemberRole.Secondary, MemberRole.StandAlone];
    private static readonly string[] RecordStates = [Missing, Right, Wrong];
    private static readonly string[] Pins = [NoPin, OwnPin, OtherPin];

    /// <summary>The whole table, role × record × pin, for each notice; the expectation is written down apart from the code's way to it.</summary>
    public static IEnumerable<TestCaseData> Table()
    {
        foreach (var (role, record, pin) in Roles.SelectMany(_ => RecordStates, (r, s) => (r, s)).SelectMany(_ => Pins, (x, p) => (x.r, x.s, p)))
        {
            var makeRight = record switch { Missing => Create, Wrong => Move, _ => string.Empty };
            var ordinary = (role, pin) switch
            {
                (_, OtherPin) => (Claim.PinnedElsewhere, string.Empty),
                (_, OwnPin) => (Claim.Own, makeRight),
                (MemberRole.Primary, _) => (Claim.Own, makeRight),
                _ => (Claim.None, string.Empty),
            };
            yield return Case(NoticeKind.Promoted, ordinary);
            yield return Case(NoticeKind.Reconcile, ordinary);
            yield return Case(NoticeKind.Pin, (Claim.Own, pin switch
            {
                OwnPin => makeRight,
                OtherPin => Both(makeRight, ReplacePin),
                _ => Both(makeRight, CreatePin),
            }));
            yield return Case(NoticeKind.Unpin, (role, pin) switch
            {
                (MemberRole.Primary, OwnPin) => (Claim.Own, Both(makeRight, DeletePin)),
                (_, OwnPin) => (Claim.None, DeletePin),
                _ => ordinary,
            });

            TestCaseData Case(NoticeKind kind, (Claim Claim, string Changes) expected) =>
                new TestCaseData(kind, role, record, pin, expected.Claim, expected.Changes).SetName($"{kind}, {role}, {record}, {pin}");
        }
    }

    [TestCaseSource(nameof(Table))]
    public void The_plan_follows_from_notice_role_record_and_pin(
        NoticeKind kind, MemberRole role, string record, string pin, Claim claim, string changes)
    {
        var plan = Plan.For(kind, Group(role), Records(record, pin), World.Settings, ChangeAction.UPSERT);
        Assert.That(plan.Claim, Is.EqualTo(claim));
        Assert.That(string.Join(", ", plan.Changes.Select(change => $"{change.Action} {change.ResourceRecordSet.Type}")), Is.EqualTo(changes));
        Assert.That(plan.MovesRecord, Is.EqualTo(changes.Contains("CNAME", StringComparison.Ordinal)));
    }

    [Test]
    public void The_table_is_whole() => Assert.That(Table().Count(), Is.EqualTo(4 * 3 * 3 * 3));

    [Test]
    public void A_move_deletes_the_record_as_read_and_keeps_its_ttl()
    {
        var old = FakeRoute53.Record("Demo.valkey-dr.live.", RRType.CNAME, "Old.example.com.", ttl: 77);
        var plan = Plan.For(NoticeKind.Reconcile, Group(MemberRole.Primary), new WriterRecords([old], null), World.Settings, ChangeAction.UPSERT);
        Assert.That(plan.Changes[0].ResourceRecordSet, Is.SameAs(old));
        var created = plan.Changes[1].ResourceRecordSet;
        Assert.That((created.Name, created.TTL, created.ResourceRecords.Single().Value), Is.EqualTo((World.Writer, (long?)77, World.Endpoint)));
    }

    [Test]
    public void A_record_from_nothing_has_the_ttl_of_the_settings() =>
        Assert.That(
            Plan.For(NoticeKind.Reconcile, Group(MemberRole.Primary), Records(Missing, NoPin), World.Settings, ChangeAction.UPSERT).Changes.Single().ResourceRecordSet.TTL,
            Is.EqualTo(10));

    [TestCase(World.Endpoint + ".")]
    [TestCase("MASTER.secondary.abc.USE2.cache.amazonaws.com")]
    public void A_record_that_says_the_same_in_other_words_is_right(string target)
    {
        var records = new WriterRecords([FakeRoute53.Record(World.Writer + ".", RRType.CNAME, target)], null);
        Assert.That(Plan.For(NoticeKind.Promoted, Group(MemberRole.Primary), records, World.Settings, ChangeAction.UPSERT).Changes, Is.Empty);
    }

    [Test]
    public void The_pin_is_one_quoted_value_beside_the_writer_record()
    {
        var pin = Plan.For(NoticeKind.Pin, Group(MemberRole.Secondary), Records(Right, NoPin), World.Settings, ChangeAction.UPSERT).Changes.Single().ResourceRecordSet;
        Assert.That((pin.Name, pin.Type, pin.ResourceRecords.Single().Value),
            Is.EqualTo(("_pin.demo.valkey-dr.live", RRType.TXT, $"\"{World.Group}\"")));
    }

    [TestCase("\"SESSION-store-secondary\"", Claim.Own)]
    [TestCase("session-store-secondary", Claim.Own)]
    [TestCase("\"\"", Claim.PinnedElsewhere)]
    [TestCase("\"session-store-secondary2\"", Claim.PinnedElsewhere)]
    public void A_pin_by_hand_counts(string value, Claim claim)
    {
        var records = new WriterRecords([], FakeRoute53.Record(World.Settings.PinName, RRType.TXT, value));
        Assert.That(Plan.ClaimAfter(NoticeKind.Reconcile, Group(MemberRole.Primary), records), Is.EqualTo(claim));
    }

    [Test]
    public void A_pin_of_several_values_names_no_group_so_nobody_moves()
    {
        var pin = FakeRoute53.Record(World.Settings.PinName, RRType.TXT, $"\"{World.Group}\"");
        pin.ResourceRecords.Add(new ResourceRecord($"\"{World.OtherGroup}\""));
        Assert.That(
            Plan.ClaimAfter(NoticeKind.Reconcile, Group(MemberRole.Primary), new WriterRecords([], pin)), Is.EqualTo(Claim.PinnedElsewhere));
    }

    [Test]
    public void A_primary_without_an_endpoint_is_an_error_that_names_both() =>
        Assert.That(
            () => Plan.For(NoticeKind.Promoted, Group(MemberRole.Primary) with { Endpoint = null }, Records(Wrong, NoPin), World.Settings, ChangeAction.UPSERT),
            Throws.TypeOf<FailoverException>().With.Message.Contains(World.Group).And.Message.Contains("no endpoint"));

    public static IEnumerable<TestCaseData> ForeignRecords()
    {
        yield return new TestCaseData(
            new[] { FakeRoute53.Record(World.Writer, RRType.A, "10.0.0.1") }, "type A (10.0.0.1)").SetName("an A record");
        yield return new TestCaseData(
            new[] { new ResourceRecordSet(World.Writer, RRType.CNAME) { AliasTarget = new AliasTarget("Z2", "other.example.com") } },
            "alias of other.example.com").SetName("an alias");
        yield return new TestCaseData(
            new[] { new ResourceRecordSet(World.Writer, RRType.CNAME) { SetIdentifier = "blue", Weight = 1, TTL = 10, ResourceRecords = [new ResourceRecord("x")] } },
            "set identifier blue").SetName("a weighted record");
        yield return new TestCaseData(
            new[] { FakeRoute53.Record(World.Writer, RRType.A, "10.0.0.1"), FakeRoute53.Record(World.Writer, RRType.AAAA, "::1") },
            "type A (10.0.0.1) and a record of type AAAA").SetName("two records");
    }

    [TestCaseSource(nameof(ForeignRecords))]
    public void A_foreign_record_is_an_error_for_who_should_own_the_name(ResourceRecordSet[] foreign, string described) =>
        Assert.That(
            () => Plan.For(NoticeKind.Reconcile, Group(MemberRole.Primary), new WriterRecords(foreign, null), World.Settings, ChangeAction.UPSERT),
            Throws.TypeOf<FailoverException>().With.Message.Contains(World.Writer).And.Message.Contains(described)
                .And.Message.Contains("expected one CNAME record"));

    [TestCaseSource(nameof(ForeignRecords))]
    public void A_foreign_record_is_not_a_secondarys_business(ResourceRecordSet[] foreign, string described) =>
        Assert.That(
            Plan.For(NoticeKind.Reconcile, Group(MemberRole.Secondary), new WriterRecords(foreign, null), World.Settings, ChangeAction.UPSERT).Changes, Is.Empty, described);

    private static string Both(string one, string other) => one.Length == 0 ? other : $"{one}, {other}";

    private static ReplicationGroup Group(MemberRole role) => new(World.Group, role, World.Endpoint, World.Group + "-001");

    private static WriterRecords Records(string record, string pin) => new(
        record == Missing ? [] : [FakeRoute53.Record(World.Writer + ".", RRType.CNAME, record == Right ? World.Endpoint : World.OtherEndpoint)],
        pin == NoPin ? null : FakeRoute53.Record(World.Settings.PinName + ".", RRType.TXT, $"\"{(pin == OwnPin ? World.Group : World.OtherGroup)}\""));
}
