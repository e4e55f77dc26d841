using System.Collections.Concurrent;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Who publishes to a topic.</summary>
internal enum Publisher
{
    /// <summary>ElastiCache, on behalf of the account.</summary>
    ElastiCache,

    /// <summary>A person of the account, whose own policies allow it.</summary>
    Operator,
}

/// <summary>A Region's topic: every message is an event of its own for the function.</summary>
/// <param name="permissions">Who may publish, and whether the topic may call the function.</param>
/// <param name="invocations">The function's invocations.</param>
internal sealed class LocalTopic(LocalPermissions permissions, LocalInvocations invocations)
{
    private readonly ConcurrentBag<Task> _undelivered = [];

    /// <summary>Whether the Region is up: in a lost Region nothing is delivered.</summary>
    public bool Up
    {
        get => invocations.Up;
        set => invocations.Up = value;
    }

    /// <summary>Called when ElastiCache may not publish, which ends its notices for good.</summary>
    public Action ElastiCacheRefused { get; set; } = () => { };

    /// <summary>Called with a message that Lambda does not take from the topic, as SNS writes it into the dead-letter queue.</summary>
    public Func<string, Task> Undelivered { get; set; } = _ => Task.CompletedTask;

    /// <summary>Publishes a message; the delivery goes on by itself.</summary>
    /// <param name="late">How long it is on its way.</param>
    /// <param name="publisher">Who publishes it.</param>
    /// <returns>Whether the topic took it: false where the Region is lost or its policy lets the publisher not in.</returns>
    public bool Publish(string message, TimeSpan late = default, Publisher publisher = Publisher.ElastiCache)
    {
        if (!Up)
        {
            return false;
        }
        if (!permissions.MayPublish(publisher))
        {
            if (publisher == Publisher.ElastiCache)
            {
                ElastiCacheRefused();
            }
            return false;
        }
        if (permissions.TopicMayInvoke)
        {
            invocations.Start(SnsEvent.Of(message), message, late);
        }
        else if (permissions.TopicMayKeepUndelivered)
        {
            // SNS does not try a client-side error again: "Message delivery retries" in the SNS developer guide.
            _undelivered.Add(Undelivered(SnsEvent.Notification(message)));
        }
        return true;
    }

    /// <summary>Waits until everything that was published has been carried out or has become a dead letter.</summary>
    public Task DrainAsync() => Task.WhenAll([invocations.DrainAsync(), .. _undelivered]);
}
