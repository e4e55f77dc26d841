using SessionStore.Rehearsal.Live;

namespace SessionStore.Rehearsal;

/// <summary>What the rehearsal tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Every promise was kept.</summary>
    public const int Kept = 0;

    /// <summary>A promise was broken.</summary>
    public const int Broken = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>
    /// A rehearsal could not be played to its end, most often because the machine is too slow: it says nothing about the promises.
    /// </summary>
    public const int Spoilt = 3;

    /// <summary>Nothing could be played: a program is missing, or a stack file is wrong.</summary>
    public const int NotStarted = 4;

    /// <summary>Ctrl+C, as shells have it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>The exit code of what became of the promises.</summary>
    /// <param name="judgement">The worst that became of any promise.</param>
    public static int Of(Judgement judgement) => judgement switch { Judgement.Kept => Kept, Judgement.Broken => Broken, _ => Spoilt };
}
