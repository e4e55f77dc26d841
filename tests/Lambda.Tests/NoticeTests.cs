using SessionStore.Contract;
using SessionStore.Failover;

namespace SessionStore.Lambda.Tests;

internal sealed class NoticeTests
{
    [TestCase(MessageKeys.Promoted, NoticeKind.Promoted)]
    [TestCase(MessageKeys.Reconcile, NoticeKind.Reconcile)]
    [TestCase(MessageKeys.Pin, NoticeKind.Pin)]
    [TestCase(MessageKeys.Unpin, NoticeKind.Unpin)]
    [TestCase(MessageKeys.PinElsewhere, NoticeKind.PinElsewhere)]
    public void Each_known_event_is_read(string key, NoticeKind kind) =>
        Assert.That(Notice.ReadAll($$"""{"{{key}}":"rg"}"""), Is.EqualTo(new[] { new Notice(kind, "rg") }));

    [Test]
    public void The_keys_are_the_ones_that_ElastiCache_the_rule_and_the_runbook_send() =>
        Assert.That(
            new[] { MessageKeys.Promoted, MessageKeys.Reconcile, MessageKeys.Pin, MessageKeys.Unpin, MessageKeys.PinElsewhere },
            Is.EqualTo(new[]
            {
                "ElastiCache:ReplicationGroupPromotedAsPrimary", "session-store:Reconcile", "session-store:Pin", "session-store:Unpin",
                "session-store:PinElsewhere",
            }));

    [Test]
    public void The_key_need_not_be_the_first() =>
        Assert.That(
            Notice.ReadAll(
                """{"Service Update Name":"elc-1","n":1,"a":["x"],"o":{"k":null},"ElastiCache:ReplicationGroupPromotedAsPrimary":"rg"}"""),
            Is.EqualTo(new[] { new Notice(NoticeKind.Promoted, "rg") }));

    [Test]
    public void Several_events_in_one_message_are_all_read() =>
        Assert.That(
            Notice.ReadAll("""{"session-store:Unpin":"a","session-store:Reconcile":"b"}"""),
            Is.EqualTo(new[] { new Notice(NoticeKind.Unpin, "a"), new Notice(NoticeKind.Reconcile, "b") }));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("   ")]
    [TestCase("null")]
    [TestCase("42")]
    [TestCase("\"ElastiCache:ReplicationGroupPromotedAsPrimary\"")]
    [TestCase("[{\"ElastiCache:ReplicationGroupPromotedAsPrimary\":\"rg\"}]")]
    [TestCase("{}")]
    [TestCase("{\"ElastiCache:ReplicationGroupPromotedAsPrimary\":")]
    [TestCase("ElastiCache:ReplicationGroupPromotedAsPrimary rg")]
    [TestCase("{\"ElastiCache:ReplicationGroupPromotedAsPrimary\":null}")]
    [TestCase("{\"ElastiCache:ReplicationGroupPromotedAsPrimary\":7}")]
    [TestCase("{\"ElastiCache:ReplicationGroupPromotedAsPrimary\":[\"rg\"]}")]
    [TestCase("{\"ElastiCache:ReplicationGroupPromotedAsPrimary\":{\"id\":\"rg\"}}")]
    [TestCase("{\"session-store:Pin\":\"\\ud800\"}")]
    [TestCase("{\"\\ud800\":\"rg\"}")]
    [TestCase("{\"ElastiCache:FailoverComplete\":\"rg\",\"Cache Cluster ID\":\"rg-001\"}")]
    [TestCase("{\"ElastiCache:CacheClusterProvisioningComplete\":\"rg-001\"}")]
    [TestCase("{\"ElastiCache:SnapshotComplete\":\"Snapshot succeeded for snapshot with ID 'x' of cluster rg\"}")]
    [TestCase("{\"Service Update Name\":\"elc-1\",\"Replication Group ID\":\"rg\",\"ElastiCache:ServiceUpdateAvailable\":\"rg\"}")]
    [TestCase(
        "{\"Date\":\"2026-11-21\",\"Message\":\"ElastiCache:ReplicationGroupPromotedAsPrimary\",\"SourceIdentifier\":\"rg\","
        + "\"SourceType\":\"replication-group\"}")]
    public void Anything_else_is_no_event(string? message) => Assert.That(Notice.ReadAll(message), Is.Empty);

    [TestCase("session-store-secondary", true)]
    [TestCase("Session-Store-SECONDARY", true)]
    [TestCase("session-store-secondary-001", false)]
    [TestCase("session-store", false)]
    [TestCase("", false)]
    public void An_event_is_about_the_group_that_it_names_in_whatever_case(string id, bool expected) =>
        Assert.That(new Notice(NoticeKind.Reconcile, id).IsAbout("session-store-secondary"), Is.EqualTo(expected));

    [TestCase(NoticeKind.Pin, "other", false)]
    [TestCase(NoticeKind.Pin, "Own", true)]
    [TestCase(NoticeKind.Promoted, "other", false)]
    [TestCase(NoticeKind.PinElsewhere, "other", true)]
    [TestCase(NoticeKind.PinElsewhere, " Own ", true)]
    [TestCase(NoticeKind.PinElsewhere, "", false)]
    [TestCase(NoticeKind.PinElsewhere, "two words", false)]
    [TestCase(NoticeKind.PinElsewhere, "own\"", false)]
    public void A_pin_elsewhere_concerns_every_Region_and_the_rest_the_one_that_it_names(NoticeKind kind, string group, bool expected) =>
        Assert.That(new Notice(kind, group).Concerns("own"), Is.EqualTo(expected));

    [Test]
    public void Orders_are_what_operators_give() =>
        Assert.That(Enum.GetValues<NoticeKind>().Where(kind => new Notice(kind, "rg").IsOrder),
            Is.EquivalentTo(new[] { NoticeKind.Pin, NoticeKind.Unpin, NoticeKind.PinElsewhere }));
}
