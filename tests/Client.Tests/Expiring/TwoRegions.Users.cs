using SessionStore.Client.Caching;
using SessionStore.Client.Expiring;

namespace SessionStore.Client.Tests.Expiring;

/// <summary>What users do, and the laws about what they get.</summary>
internal sealed partial class TwoRegions
{
    private void Act()
    {
        // A session is used for some minutes, and then for some not, mostly in one Region.
        var number = _random.Next(16);
        if (Chance(number, _time.Now.Ticks / TimeSpan.FromMinutes(11).Ticks) < 0.5)
        {
            return;
        }
        var place = _places[_random.Next(5) == 0 ? 0 : number % 2];
        var key = Enumerable.Range(0, int.MaxValue).Select(life => $"session-{number}-{life}")
            .First(name => TruthOf(name) is not { IsLostCause: true });
        switch (_random.Next(20))
        {
            case 0:
                Remove(place, key);
                break;
            case < 5:
                Write(place, key);
                break;
            default:
                Read(place, key);
                break;
        }
    }

    private void Read(Place place, string key)
    {
        var truth = TruthOf(key) ?? (_truths[key] = new(_wire.Knows, _wire.KnowsUpTo));
        var has = truth.HasToBeFound(_time.Now, place);
        if (place.Read(key) is { } entry)
        {
            var broken = truth.Returned(entry, _time.Now, place);
            Law(broken is null, broken ?? "");
            truth.Touched(entry.Data!, _time.Now, place);
        }
        else
        {
            Law(!has || truth.IsLostCause, $"a session was lost: {key} in {place.Store.Region}");
        }
    }

    private void Write(Place place, string key)
    {
        var truth = TruthOf(key) ?? (_truths[key] = new(_wire.Knows, _wire.KnowsUpTo));
        var before = ValueLayout.Parse(place.Store.Read(key), place.Now) is { } seen ? truth.Find(seen.Data) : null;
        DateTimeOffset? absolute = _random.Next(2) == 0 ? place.Now + TimeSpan.FromMinutes(_random.Next(1, 20)) : null;
        TimeSpan? sliding = absolute is null || _random.Next(2) == 0 ? _sliding : null;
        var entry = new StoredEntry(absolute, sliding, $"{key}/{++_ids}");
        truth.Wrote(new(entry.Data!, _time.Now, place, place.Write(key, entry), entry, before));
    }

    private void Remove(Place place, string key)
    {
        if (TruthOf(key) is { } truth)
        {
            var seen = (string?)place.Store.Hashes.Get(key, EntryLayout.DataField);
            var removal = place.Store.Hashes.Remove(key);
            place.Sent.Add(removal);
            truth.Removed(removal, seen);
        }
    }
}
