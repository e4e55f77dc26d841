using System.Diagnostics;

namespace SessionStore.Client.Bench;

/// <summary>Times of one kind of operation.</summary>
internal sealed class Samples
{
    private readonly List<double> _microseconds = [];

    public double Median => At(0.5);

    public double Worst => _microseconds.Max();

    public double At(double share) => _microseconds.Order().ElementAt((int)((_microseconds.Count - 1) * share));

    public void Add(TimeSpan took) => _microseconds.Add(took.TotalMicroseconds);

    /// <summary>Runs two kinds by turns, so that whatever else the machine does meets both.</summary>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="each">How many operations a round times together.</param>
    /// <param name="ours">The one kind.</param>
    /// <param name="theirs">The other.</param>
    public static async Task<(Samples Ours, Samples Theirs)> CompareAsync(int rounds, int each, Func<Task> ours, Func<Task> theirs)
    {
        var (left, right) = (new Samples(), new Samples());
        for (var round = -rounds / 10; round < rounds; round++)
        {
            // Who is first changes, too.
            foreach (var isOurs in round % 2 == 0 ? new[] { true, false } : [false, true])
            {
                var started = Stopwatch.GetTimestamp();
                for (var number = 0; number < each; number++)
                {
                    await (isOurs ? ours : theirs)();
                }
                if (round >= 0)
                {
                    (isOurs ? left : right).Add(Stopwatch.GetElapsedTime(started) / each);
                }
            }
        }
        return (left, right);
    }
}
