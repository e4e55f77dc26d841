using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SessionStore.App;
using SessionStore.Client.Expiring;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// The session application as it is, but for the times of its sweeper, which are no settings: a process of this program that does nothing
/// else, with shorter ones.
/// </summary>
internal static class HastyApplication
{
    private const string Command = "application-with-short-minutes";

    /// <summary>Whether a process is to be one.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="minute">How long a minute of the sweeper's is.</param>
    public static bool Is(string[] arguments, out TimeSpan minute)
    {
        var milliseconds = 0.0;
        var one = arguments is [Command, var number]
            && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out milliseconds);
        minute = TimeSpan.FromMilliseconds(milliseconds);
        return one;
    }

    /// <summary>What <c>dotnet</c> is told to start one.</summary>
    /// <param name="minute">How long a minute of the sweeper's is.</param>
    public static IEnumerable<string> CommandLine(TimeSpan minute) =>
    [
        typeof(HastyApplication).Assembly.Location, Command, minute.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>Runs until it is ended.</summary>
    public static async Task RunAsync(TimeSpan minute)
    {
        await using var application = Application.Build([], services => Shorten(services, minute));
        await application.RunAsync();
    }

    /// <summary>Shortens the times of a client's sweeper, all in the same measure.</summary>
    /// <param name="services">What the client is going to be registered in.</param>
    public static void Shorten(IServiceCollection services, TimeSpan minute)
    {
        services.AddSingleton(Times(minute));
        services.AddSingleton(provider => Removals(minute, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>How long a session stays in the store after its end.</summary>
    public static TimeSpan Grace(TimeSpan minute) => Removals(minute, TimeProvider.System).Grace;

    /// <summary>How old the last word of a Region may be.</summary>
    public static TimeSpan Silence(TimeSpan minute) => Removals(minute, TimeProvider.System).Silence;

    /// <summary>How long a claim to the lease is good for.</summary>
    public static TimeSpan Term(TimeSpan minute) => Times(minute).Term;

    /// <summary>How often the lease is renewed and the other Regions are looked at.</summary>
    public static TimeSpan Round(TimeSpan minute) => Times(minute).Round;

    private static Removals Removals(TimeSpan minute, TimeProvider time)
    {
        var real = new Removals(time);
        return new(time)
        {
            Grace = Short(real.Grace, minute),
            Silence = Short(real.Silence, minute),
            Forgotten = Short(real.Forgotten, minute),
        };
    }

    private static SweepTimes Times(TimeSpan minute)
    {
        var real = new SweepTimes();
        return new() { Term = Short(real.Term, minute), BetweenPasses = Short(real.BetweenPasses, minute) };
    }

    private static TimeSpan Short(TimeSpan real, TimeSpan minute) => real * (minute / TimeSpan.FromMinutes(1));
}
