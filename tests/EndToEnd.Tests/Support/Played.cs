using SessionStore.Rehearsal.Live;

namespace SessionStore.EndToEnd.Tests.Support;

/// <summary>Runs that say something about the promises: one that a slow machine has spoilt does not, and is played again.</summary>
internal static class Played
{
    private const int Most = 4;

    /// <summary>Plays a scenario to its end.</summary>
    public static async Task<Facts> ToTheEndAsync(Scenario scenario, RunOptions options)
    {
        for (var attempt = 1; ; attempt++)
        {
            var facts = await Run.PlayAsync(scenario, options, _ => { }, CancellationToken.None);
            if (facts.Spoilt is not { } spoilt)
            {
                return facts;
            }
            await TestContext.Out.WriteLineAsync($"{scenario.Name}, attempt {attempt}: {spoilt}");
            Assert.That(attempt, Is.LessThan(Most), () => $"{scenario.Name} has been spoilt every time, at last by: {spoilt}");
        }
    }
}
