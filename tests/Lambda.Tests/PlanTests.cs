using Amazon.Route53;
using Amazon.Route53.Model;
using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;
using ReplicationGroup = SessionStore.Failover.ReplicationGroup;

namespace SessionStore.Lambda.Tests;

internal sealed class PlanTests
{
    private const string Missing = "no record";
    private const string Right = "right record";
    private const string Wrong = "wrong record";

    private static readonly WriterHistory _history = new(7, new Claim(World.Group, ClaimBasis.Role, DateTimeOffset.UnixEpoch), null, []);

    [TestCase(Standing.Here, null, Missing, null, ExpectedResult = "CREATE CNAME, DELETE TXT, CREATE TXT")]
    [TestCase(Standing.Here, null, Wrong, null, ExpectedResult = "DELETE CNAME, CREATE CNAME, DELETE TXT, CREATE TXT")]
    [TestCase(Standing.Here, null, Right, null, ExpectedResult = "")]
    [TestCase(Standing.Here, null, Right, World.OtherGroup, ExpectedResult = "DELETE TXT, DELETE TXT, CREATE TXT")]
    [TestCase(Standing.Here, World.Group, Right, null, ExpectedResult = "CREATE TXT, DELETE TXT, CREATE TXT")]
    [TestCase(Standing.Here, World.Group, Wrong, World.OtherGroup,
        ExpectedResult = "DELETE CNAME, CREATE CNAME, DELETE TXT, CREATE TXT, DELETE TXT, CREATE TXT")]
    [TestCase(Standing.Here, World.Group, Right, World.Group, ExpectedResult = "")]
    [TestCase(Standing.Elsewhere, null, Wrong, null, ExpectedResult = "")]
    [TestCase(Standing.Elsewhere, null, Wrong, World.Group, ExpectedResult = "DELETE TXT, DELETE TXT, CREATE TXT")]
    [TestCase(Standing.Held, null, Wrong, null, ExpectedResult = "")]
    [TestCase(Standing.PinnedElsewhere, World.OtherGroup, Wrong, World.OtherGroup, ExpectedResult = "")]
    public string The_transaction_changes_what_is_not_as_decided_and_always_the_history(Standing standing, string? pinned, string record,
        string? pin)
    {
        var plan = Plan.For(Decided(standing, pinned), Group(MemberRole.Primary), Records(record, pin), World.Settings,
            ChangeAction.CREATE);
        Assert.That(plan.MovesRecord, Is.EqualTo(plan.Changes.Any(change => change.ResourceRecordSet.Type == RRType.CNAME)));
        return string.Join(", ", plan.Changes.Select(change => $"{change.Action} {change.ResourceRecordSet.Type}"));
    }

    [Test]
    public void A_history_is_deleted_as_read_and_has_a_successor_with_one_change_more()
    {
        var records = Records(Right, null);
        var decision = Decided(Standing.Elsewhere, null) with { History = _history with { Superseded = [World.OtherGroup] } };
        var plan = Plan.For(decision, Group(MemberRole.Secondary), records, World.Settings, ChangeAction.UPSERT);
        Assert.That(plan.Changes.Select(change => change.Action), Is.EqualTo(new[] { ChangeAction.DELETE, ChangeAction.UPSERT }));
        Assert.That(plan.Changes[0].ResourceRecordSet, Is.SameAs(records.HistoryRecord));
        var successor = plan.Changes[1].ResourceRecordSet;
        Assert.That((successor.Name, successor.Type), Is.EqualTo(("_history.demo.valkey-dr.live", RRType.TXT)));
        Assert.That(DnsText.Strings(successor.ResourceRecords.Single().Value),
            Is.EqualTo((decision.History with { Changes = 8 }).Strings()));
    }

    [Test]
    public void A_first_history_is_created_and_one_by_hand_is_replaced()
    {
        var decision = Decided(Standing.Here, null);
        var first = Plan.For(decision, Group(MemberRole.Primary), Records(Right, null) with { HistoryRecord = null }, World.Settings,
            ChangeAction.CREATE);
        Assert.That(first.Changes.Single().Action, Is.EqualTo(ChangeAction.CREATE));
        var byHand = FakeRoute53.Record(World.Settings.HistoryName, RRType.TXT, "\"what is this?\"");
        var mended = Plan.For(decision, Group(MemberRole.Primary), Records(Right, null) with { HistoryRecord = byHand }, World.Settings,
            ChangeAction.CREATE);
        Assert.That(mended.Changes[0].ResourceRecordSet, Is.SameAs(byHand));
        Assert.That(mended.Changes, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_move_deletes_the_record_as_read_and_keeps_its_ttl()
    {
        var old = FakeRoute53.Record("Demo.valkey-dr.live.", RRType.CNAME, "Old.example.com.", ttl: 77);
        var plan = Move(new WriterRecords([old], null, null));
        Assert.That(plan.Changes[0].ResourceRecordSet, Is.SameAs(old));
        var created = plan.Changes[1].ResourceRecordSet;
        Assert.That((created.Name, created.TTL, created.ResourceRecords.Single().Value),
            Is.EqualTo((World.Writer, (long?)77, World.Endpoint)));
    }

    [Test]
    public void A_record_from_nothing_has_the_ttl_of_the_settings() =>
        Assert.That(Move(Records(Missing, null)).Changes[0].ResourceRecordSet.TTL, Is.EqualTo(10));

    [TestCase(World.Endpoint + ".")]
    [TestCase("MASTER.secondary.abc.USE2.cache.amazonaws.com")]
    public void A_record_that_says_the_same_in_other_words_is_right(string target) =>
        Assert.That(Move(Records(Right, null) with { AtWriterName = [FakeRoute53.Record(World.Writer + ".", RRType.CNAME, target)] })
            .Changes, Is.Empty);

    [Test]
    public void The_pin_is_one_quoted_value_beside_the_writer_record()
    {
        var decision = Decided(Standing.Here, World.Group);
        var pin = Plan.For(decision, Group(MemberRole.Secondary), Records(Right, null), World.Settings, ChangeAction.CREATE).Changes[0]
            .ResourceRecordSet;
        Assert.That((pin.Name, pin.Type, pin.ResourceRecords.Single().Value),
            Is.EqualTo(("_pin.demo.valkey-dr.live", RRType.TXT, $"\"{World.Group}\"")));
    }

    [TestCase("\"SESSION-store-secondary\"", "SESSION-store-secondary")]
    [TestCase("session-store-secondary", World.Group)]
    [TestCase("\"\"", "")]
    public void A_pin_by_hand_counts(string value, string group) =>
        Assert.That(new WriterRecords([], FakeRoute53.Record(World.Settings.PinName, RRType.TXT, value), null).PinnedGroup,
            Is.EqualTo(group));

    [Test]
    public void A_pin_of_several_values_names_no_group_that_exists()
    {
        var pin = FakeRoute53.Record(World.Settings.PinName, RRType.TXT, $"\"{World.Group}\"");
        pin.ResourceRecords.Add(new ResourceRecord($"\"{World.OtherGroup}\""));
        Assert.That(new WriterRecords([], pin, null).PinnedGroup, Is.EqualTo($"{World.Group} {World.OtherGroup}"));
    }

    [Test]
    public void A_primary_without_an_endpoint_is_an_error_that_names_both() =>
        Assert.That(
            () => Plan.For(
                Decided(Standing.Here, null), Group(MemberRole.Primary) with { Endpoint = null }, Records(Wrong, null), World.Settings,
                    ChangeAction.CREATE),
            Throws.TypeOf<FailoverException>().With.Message.Contains(World.Group).And.Message.Contains("no endpoint"));

    [Test]
    public void A_weighted_record_is_deleted_as_read_and_comes_back_with_its_set_identifier_and_weight()
    {
        var old = Weighted(WriterSets.Current, WriterSets.CurrentWeight, World.OtherEndpoint);
        var plan = Move(new WriterRecords([old, Override("us-east-1"), Override("us-east-2")], null, null));
        Assert.That(plan.Changes[0].ResourceRecordSet, Is.SameAs(old));
        var created = plan.Changes[1].ResourceRecordSet;
        Assert.That((created.SetIdentifier, created.Weight, created.TTL, created.HealthCheckId, created.ResourceRecords.Single().Value),
            Is.EqualTo((WriterSets.Current, (long?)0, (long?)10, (string?)null, World.Endpoint)));
        Assert.That(plan.Changes.Select(change => change.ResourceRecordSet.SetIdentifier), Has.None.StartsWith(WriterSets.OverridePrefix));
    }

    [TestCase(false, null, ExpectedResult = " , 10 s")]
    [TestCase(true, null, ExpectedResult = "current 0, 10 s")]
    [TestCase(false, 30, ExpectedResult = "current 0, 30 s")]
    [TestCase(true, 30, ExpectedResult = "current 0, 30 s")]
    public string A_record_from_nothing_fits_to_what_stands_beside_it(bool overrides, int? ttlBeside)
    {
        var settings = World.Settings with { RecordsParameter = overrides ? World.Parameter : null };
        var beside = Override("us-east-2");
        beside.TTL = ttlBeside;
        var created = Plan.For(Decided(Standing.Here, null), Group(MemberRole.Primary),
            new WriterRecords(ttlBeside is null ? [] : [beside], null, null), settings, ChangeAction.CREATE).Changes[0].ResourceRecordSet;
        return $"{created.SetIdentifier} {created.Weight}, {created.TTL} s";
    }

    [TestCase(Standing.Here, World.OtherEndpoint, ExpectedResult = true)]
    [TestCase(Standing.Here, null, ExpectedResult = true)]
    [TestCase(Standing.Here, World.Endpoint + ".", ExpectedResult = false)]
    [TestCase(Standing.Elsewhere, World.OtherEndpoint, ExpectedResult = false)]
    [TestCase(Standing.Held, World.OtherEndpoint, ExpectedResult = false)]
    [TestCase(Standing.PinnedElsewhere, World.OtherEndpoint, ExpectedResult = false)]
    public bool In_silence_a_decision_that_would_move_the_record_overrides(Standing standing, string? target) => Plan.Moves(
        Decided(standing, null), Group(MemberRole.Primary), new KeptRecords(target, null, null, _history), World.Settings);

    [Test]
    public void In_silence_a_foreign_record_and_a_group_without_endpoint_are_errors()
    {
        var foreign = new KeptRecords(null, "foreign", null, _history);
        Assert.That(() => Plan.Moves(Decided(Standing.Here, null), Group(MemberRole.Primary), foreign, World.Settings),
            Throws.TypeOf<FailoverException>().With.Message.EqualTo("foreign"));
        Assert.That(
            () => Plan.Moves(Decided(Standing.Here, null), Group(MemberRole.Primary) with { Endpoint = null }, null, World.Settings),
            Throws.TypeOf<FailoverException>().With.Message.Contains("no endpoint"));
    }

    private static ResourceRecordSet Override(string region)
    {
        var record = Weighted(WriterSets.OverridePrefix + region, WriterSets.OverrideWeight, $"{region}.example.com");
        record.HealthCheckId = "check";
        return record;
    }

    private static ResourceRecordSet Weighted(string set, long weight, string target)
    {
        var record = FakeRoute53.Record(World.Writer + ".", RRType.CNAME, target);
        (record.SetIdentifier, record.Weight) = (set, weight);
        return record;
    }

    public static IEnumerable<TestCaseData> ForeignRecords()
    {
        yield return new TestCaseData(
            new[] { FakeRoute53.Record(World.Writer, RRType.A, "10.0.0.1") }, "type A (10.0.0.1)").SetName("an A record");
        yield return new TestCaseData(
            new[] { new ResourceRecordSet(World.Writer, RRType.CNAME) { AliasTarget = new AliasTarget("Z2", "other.example.com") } },
            "alias of other.example.com").SetName("an alias");
        yield return new TestCaseData(
            new[] { new ResourceRecordSet(World.Writer, RRType.CNAME) { SetIdentifier = "blue", Weight = 1, TTL = 10,
                ResourceRecords = [new ResourceRecord("x")] } },
            "set identifier blue and the weight 1").SetName("a weighted record");
        yield return new TestCaseData(
            new[] { new ResourceRecordSet(World.Writer, RRType.CNAME) { SetIdentifier = "current", Region = "us-east-1", TTL = 10,
                ResourceRecords = [new ResourceRecord("x")] } },
            "set identifier current (x)").SetName("a record with latency routing");
        yield return new TestCaseData(
            new[] { Override("us-east-1"), Weighted("blue", 1, "x") }, "set identifier blue").SetName("one more beside an override");
        yield return new TestCaseData(
            new[] { FakeRoute53.Record(World.Writer, RRType.A, "10.0.0.1"), FakeRoute53.Record(World.Writer, RRType.AAAA, "::1") },
            "type A (10.0.0.1) and a record of type AAAA").SetName("two records");
    }

    [TestCaseSource(nameof(ForeignRecords))]
    public void A_foreign_record_is_an_error_for_who_should_own_the_name(ResourceRecordSet[] foreign, string described) =>
        Assert.That(
            () => Move(new WriterRecords(foreign, null, null)),
            Throws.TypeOf<FailoverException>().With.Message.Contains(World.Writer).And.Message.Contains(described)
                .And.Message.Contains("expected one CNAME record"));

    [TestCaseSource(nameof(ForeignRecords))]
    public void A_foreign_record_is_not_a_secondarys_business(ResourceRecordSet[] foreign, string described) =>
        Assert.That(
            Plan.For(
                Decided(Standing.Elsewhere, null), Group(MemberRole.Secondary), Records(Right, null) with { AtWriterName = foreign },
                World.Settings, ChangeAction.CREATE).Changes, Is.Empty, described);

    private static Plan Move(WriterRecords records) =>
        Plan.For(Decided(Standing.Here, null), Group(MemberRole.Primary), records, World.Settings, ChangeAction.CREATE);

    private static Decision Decided(Standing standing, string? pinned) =>
        new(standing, pinned, _history, OrderRefusal.None, AwaitsRole: false);

    private static ReplicationGroup Group(MemberRole role) => new(World.Group, role, World.Endpoint, World.Group + "-001");

    private static WriterRecords Records(string record, string? pin) => new(
        record == Missing ? []
            : [FakeRoute53.Record(World.Writer + ".", RRType.CNAME, record == Right ? World.Endpoint : World.OtherEndpoint)],
        pin is null ? null : FakeRoute53.Record(World.Settings.PinName + ".", RRType.TXT, $"\"{pin}\""),
        FakeRoute53.Record(World.Settings.HistoryName + ".", RRType.TXT, DnsText.Quote(_history.Strings())));
}
