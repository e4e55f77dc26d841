using SessionStore.Infra.Replication;

namespace SessionStore.Infra.Tests.Replication;

/// <summary>A replicator that may not do its work would show it only when it runs.</summary>
public class UserRightsTests
{
    [TestCase("on ~* &* +@all", "")]
    [TestCase("on allkeys allchannels allcommands", "")]
    [TestCase("on ~* &* +@all -@dangerous +restore", "")]
    [TestCase("on ~* &* -@all +@connection +@keyspace +@string +@scripting +@pubsub", "")]
    [TestCase(
        "on ~* &* -@all +ping +echo +scan +dump +pexpiretime +exists +dbsize +psubscribe +eval +evalsha +restore +unlink +get +set +del "
            + "+pexpire", "")]
    [TestCase("on ~* &* +@all -@dangerous", "+restore")]
    [TestCase("on ~* &* +restore +@all -@dangerous", "+restore")]
    [TestCase("on ~* &* +@all -psubscribe", "+psubscribe")]
    [TestCase("on ~session:* +@all -@dangerous", "~* &* +restore")]
    [TestCase("on ~* resetkeys ~session:* &* +@all", "~*")]
    [TestCase("off ~* &* +@all", "on")]
    [TestCase("on ~* &* +@read", "+ping +echo +psubscribe +eval +evalsha +restore +unlink +set +del +pexpire")]
    public void What_lacks_is_named(string accessString, string missing) =>
        Assert.That(string.Join(' ', UserRights.Missing(accessString)), Is.EqualTo(missing));
}
