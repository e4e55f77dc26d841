using System.Net;
using Amazon.Runtime;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>
/// The way of one invocation's requests: each takes its time, may fail before or after it was carried out, and ends with the invocation.
/// </summary>
internal sealed class SimulatedNetwork(FakeTime time, Random random, Conditions conditions)
{
    private const double UsualMilliseconds = 40;

    /// <summary>Whether the invocation was killed: whatever it waits for never comes, and what it sent still arrives.</summary>
    public bool Dead { get; private set; }

    /// <summary>Sends a request. Not waiting for it any more does not call it back: what has left the invocation arrives.</summary>
    /// <param name="carryOut">What the service does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="silent">Whether the service answers nobody at the time; null for one that always does.</param>
    /// <param name="slowest">How long a slow request takes on each way; null for the conditions' usual.</param>
    public Task<T> SendAsync<T>(
        Func<T> carryOut, CancellationToken cancellationToken, Func<bool>? silent = null, TimeSpan? slowest = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ArriveAsync(carryOut, silent ?? (() => false), slowest ?? conditions.SlowestRequest).WaitAsync(cancellationToken);
    }

    private async Task<T> ArriveAsync<T>(Func<T> carryOut, Func<bool> silent, TimeSpan slowest)
    {
        if (Dead || random.NextDouble() < conditions.Killed)
        {
            var sent = !Dead && random.Next(2) == 0;
            Dead = true;
            if (!sent)
            {
                return await NeverAsync<T>();
            }
        }
        await Task.Delay(Way(slowest), time, CancellationToken.None);
        if (!Dead && random.NextDouble() < conditions.Failing / 2)
        {
            throw Broken("no connection");
        }
        if (silent())
        {
            return await SilenceAsync<T>();
        }
        var result = carryOut();
        await Task.Delay(Way(slowest), time, CancellationToken.None);
        if (Dead)
        {
            return await NeverAsync<T>();
        }
        if (silent())
        {
            return await SilenceAsync<T>();
        }
        return random.NextDouble() < conditions.Failing / 2 ? throw Broken("the connection broke") : result;
    }

    // A service that is gone refuses, says so or lets wait.
    private Task<T> SilenceAsync<T>() => random.Next(3) switch
    {
        0 => throw Broken("nobody is there"),
        1 => throw new AmazonServiceException("down") { StatusCode = HttpStatusCode.ServiceUnavailable },
        _ => NeverAsync<T>(),
    };

    private static AmazonServiceException Broken(string message) => new(message, new HttpRequestException(message));

    private static Task<T> NeverAsync<T>() => new TaskCompletionSource<T>().Task;

    private TimeSpan Way(TimeSpan slowest) => random.NextDouble() < conditions.Slow
        ? slowest * random.NextDouble()
        : TimeSpan.FromMilliseconds(UsualMilliseconds * random.NextDouble());
}
