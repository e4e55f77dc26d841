namespace SessionStore.Replicator.Copying;

/// <summary>
/// How many keys to read at once: a value's size is known only when it is here. Guesses from what came, so that all that is under way
/// together stays within a budget.
/// </summary>
internal sealed class Sizes
{
    /// <summary>
    /// How many batches may be under way: a way of 200 ms to the source and back takes 8,000 keys for 40,000 in a second.
    /// </summary>
    public const int Batches = 32;

    private const int MostKeys = 256;
    private const double Budget = 64 << 20, Unknown = 64 << 10, Decay = 0.8;
    private double _guess = Unknown;

    /// <summary>Keys for the next batch.</summary>
    public int Next => Math.Clamp((int)(Budget / Batches / Volatile.Read(ref _guess)), 1, MostKeys);

    /// <summary>Learns of a batch that was read.</summary>
    public void Learn(IReadOnlyCollection<Copy> copies)
    {
        if (copies.Count > 0)
        {
            var largest = copies.Max(copy => copy.Payload?.Length ?? 0);
            Volatile.Write(ref _guess, Math.Max(Math.Max(largest, 1), Volatile.Read(ref _guess) * Decay));
        }
    }
}
