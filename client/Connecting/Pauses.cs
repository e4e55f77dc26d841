namespace SessionStore.Client.Connecting;

/// <summary>How long to pause, so that many processes do not come back at once.</summary>
/// <param name="random">A number from 0 to 1, never 1.</param>
internal sealed class Pauses(Func<double> random)
{
    private static readonly TimeSpan _first = TimeSpan.FromMilliseconds(50), _longest = TimeSpan.FromSeconds(1),
        _shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(200), _shortestCheck = TimeSpan.FromSeconds(1),
        _longestCheck = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a connection lasts before it is renewed; IAM ends it after 12 hours (ElastiCache user guide, Authenticating with IAM).
    /// </summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromHours(11);

    /// <summary>A connection that lasts this long has ended a series of failures.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    /// <summary>Before an attempt to connect: none before the first, then 50 ms, doubling to a second, the half of it by chance.</summary>
    /// <param name="failures">How many attempts have failed in a row.</param>
    public TimeSpan BeforeConnect(int failures) =>
        failures == 0 ? TimeSpan.Zero : Half(_first * Math.Pow(2, Math.Min(failures - 1, 10)), _longest);

    /// <summary>Before an operation is repeated on the same connection.</summary>
    /// <param name="tries">How often it was tried.</param>
    /// <param name="left">What is left of its budget.</param>
    public TimeSpan BeforeRepeat(int tries, TimeSpan left)
    {
        var pause = Half(_first * Math.Pow(2, Math.Min(tries - 1, 3)), _longest);
        return pause < left ? pause : left > _shortest ? left : _shortest;
    }

    /// <summary>Between two looks at the name while there is no connection.</summary>
    public TimeSpan BetweenLooks() => _look * (0.75 + (random() / 2));

    /// <summary>Between two looks at the name while all is well: the record's time to live.</summary>
    public TimeSpan BetweenChecks(TimeSpan timeToLive)
    {
        var interval = timeToLive < TimeSpan.Zero || timeToLive > _longestCheck ? _longestCheck : timeToLive < _shortestCheck
            ? _shortestCheck : timeToLive;
        return interval * (0.9 + (random() / 10));
    }

    private TimeSpan Half(TimeSpan pause, TimeSpan longest) => (pause < longest ? pause : longest) * (0.5 + (random() / 2));
}
