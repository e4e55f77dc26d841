using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Network;

/// <summary>Looks up what was there before the program, and notes what cannot be had instead of throwing.</summary>
internal sealed class Lookup(Problems problems)
{
    /// <summary>The result of one question to AWS; null where there is none.</summary>
    /// <param name="key">The whole key of the setting that names what is looked up.</param>
    /// <param name="id">The ID in the setting.</param>
    /// <param name="expected">What it should be, as the end of "expected …".</param>
    public async Task<T?> AskAsync<T>(string key, string id, string expected, Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        // Whatever it is: that AWS does not know an ID, or that nobody may ask, is told beside everything else that is wrong.
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            problems.Add(key, id, $"{expected}: {failure.Message}");
            return null;
        }
    }
}
