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
    public Task<T> SendAsync<T>(Func<T> carryOut, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ArriveAsync(carryOut).WaitAsync(cancellationToken);
    }

    private async Task<T> ArriveAsync<T>(Func<T> carryOut)
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
        await Task.Delay(Way(), time, CancellationToken.None);
        if (!Dead && random.NextDouble() < conditions.Failing / 2)
        {
            throw new AmazonServiceException("no connection");
        }
        var result = carryOut();
        await Task.Delay(Way(), time, CancellationToken.None);
        if (Dead)
        {
            return await NeverAsync<T>();
        }
        return random.NextDouble() < conditions.Failing / 2 ? throw new AmazonServiceException("the connection broke") : result;
    }

    private static Task<T> NeverAsync<T>() => new TaskCompletionSource<T>().Task;

    private TimeSpan Way() => random.NextDouble() < conditions.Slow
        ? conditions.SlowestRequest * random.NextDouble()
        : TimeSpan.FromMilliseconds(UsualMilliseconds * random.NextDouble());
}
