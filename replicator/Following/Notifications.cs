using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Stores;
using StackExchange.Redis;

namespace SessionStore.Replicator.Following;

/// <summary>Hears of the source's changes. What was said while nobody listened is lost: that ends the connection.</summary>
/// <param name="source">The source.</param>
/// <param name="dirty">Where changed keys are noted.</param>
internal sealed class Notifications(Link source, DirtyKeys dirty)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private long _heard;

    /// <summary>How many notifications have come.</summary>
    public long Heard => Interlocked.Read(ref _heard);

    /// <summary>Subscribes at every node that takes writes. Whatever happens after this has returned is heard.</summary>
    public async Task SubscribeAsync()
    {
        // Sent to all primaries, because each tells of its own keys only (Valkey documentation, Keyspace notifications).
        var messages = await source.Multiplexer.GetSubscriber().SubscribeAsync(RedisChannel.KeySpacePattern("*", 0));
        messages.OnMessage(Hear);
    }

    /// <summary>Makes sure that the connections that notifications come over still answer.</summary>
    public async Task CheckAsync()
    {
        try
        {
            await source.Multiplexer.GetSubscriber().PingAsync().WaitAsync(_patience);
        }
        catch (Exception silence) when (silence is TimeoutException or RedisException)
        {
            source.Lose($"the subscription no longer answers: {silence.Message}");
        }
    }

    private void Hear(ChannelMessage message)
    {
        if (!message.TryParseKeyNotification(out var notification))
        {
            return;
        }
        Interlocked.Increment(ref _heard);
        var key = notification.GetKey();
        if (!OwnKeys.Has(key) && !dirty.Changed(key))
        {
            source.Lose("more keys have changed than may wait (Replicator:MaximumWaiting)");
        }
    }
}
