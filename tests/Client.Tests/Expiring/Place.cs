using SessionStore.Client.Caching;
using SessionStore.Client.Expiring;
using SessionStore.Client.Telemetry;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Expiring;

/// <summary>One way in which the client could be wrong; the laws have to find each.</summary>
internal enum Mutant
{
    None,
    RemovesAtOnce,
    RemovesWhileARegionIsSilent,
    RemovesWithoutComparing,
    ReturnsWhatIsOver,
    ReturnsRests,
    RenewsAllFields,
    NeverRenews,
    LeavesRests,
}

/// <summary>A Region: its store, its clock, and its two processes, of which one sweeps.</summary>
internal sealed class Place
{
    private readonly Mutant _mutant;

    public Place(string region, int draw, TimeSpan ahead, ManualTime time, Instruments instruments, bool removesUnseen, Mutant mutant)
    {
        (_mutant, Ahead) = (mutant, ahead);
        Clock = new Shifted(time, ahead);
        Store = new ModelStore(region,
            new Merged(draw, () => Clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMicrosecond, removesUnseen), Sent.Add)
        {
            ShowsRests = mutant != Mutant.LeavesRests,
            Compares = mutant != Mutant.RemovesWithoutComparing,
        };
        Removals = new(Clock)
        {
            Grace = mutant == Mutant.RemovesAtOnce ? TimeSpan.Zero : new Removals(Clock).Grace,
            Silence = mutant == Mutant.RemovesWhileARegionIsSilent ? TimeSpan.FromDays(1) : new Removals(Clock).Silence,
        };
        Sweeps = [.. Enumerable.Range(1, 2).Select(number =>
            new Sweep(Store, "", 1000, $"{region}-{number}", Removals, new(), Clock, instruments, (_, _) => Task.CompletedTask))];
    }

    public TimeSpan Ahead { get; }

    public TimeProvider Clock { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public ModelStore Store { get; }

    public Removals Removals { get; }

    public IReadOnlyList<Sweep> Sweeps { get; }

    /// <summary>What the other Region is still to hear of.</summary>
    public List<Change> Sent { get; } = [];

    /// <summary>Reads a session as the client does: what is long over is removed, what is due is renewed.</summary>
    public StoredEntry? Read(string key)
    {
        var values = Store.Read(key);
        var ending = ValueLayout.EndingOf(values);
        if (ending.At <= Now && Removals.MayRemove(Store.Region, ending))
        {
            _ = Store.RemoveAsync(key, ending, default);
        }
        var parsed = _mutant switch
        {
            Mutant.ReturnsWhatIsOver => ValueLayout.Parse(values, DateTimeOffset.MinValue),
            Mutant.ReturnsRests when values[3].IsNull && !values[2].IsNull => new(null, null, "a rest"),
            _ => ValueLayout.Parse(values, Now),
        };
        if (_mutant != Mutant.NeverRenews && parsed is { } entry && EntryLayout.DueRenewal(entry, entry.End - Now, Now) is not null)
        {
            Renew(key, entry);
        }
        return parsed;
    }

    public Change Write(string key, StoredEntry entry) => Store.Set(key, ValueLayout.Fields(entry, Now));

    private void Renew(string key, StoredEntry entry)
    {
        var end = ValueLayout.Renewal(entry, Now);
        Store.Set(key, _mutant == Mutant.RenewsAllFields ? ValueLayout.Fields(entry, Now) : [end]);
    }

    private sealed class Shifted(ManualTime time, TimeSpan ahead) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + ahead;
    }
}
