using SessionStore.Client.Telemetry;
using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Expiring;

/// <summary>
/// Ninety minutes of sessions in two Regions that both take writes and hear of each other late, sometimes for half an hour not at all; then
/// an hour of silence. Everything that happens by chance comes from the seed.
/// </summary>
internal sealed partial class TwoRegions : IDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(5), _sliding = TimeSpan.FromMinutes(4);

    private readonly Random _random;
    private readonly ManualTime _time = new();
    private readonly Instruments _instruments = new();
    private readonly Place[] _places;
    private readonly Wire _wire;
    private readonly Dictionary<string, Truth> _truths = [];
    private readonly List<string> _broken = [];
    private readonly int _seed;
    private bool _isSilent;
    private int _ids, _rounds;

    public TwoRegions(int seed, Mutant mutant)
    {
        (_random, _seed) = (new(seed), seed);
        var unseen = _random.Next(2) == 0;
        _places = [.. new[] { "us-east-1", "eu-west-1" }.Select((region, number) => new Place(region, number,
            Truth.Apart * (_random.NextDouble() - 0.5), _time, _instruments, unseen, mutant))];
        _wire = new(_places[0], _places[1], _time, _random);
        foreach (var place in _places)
        {
            place.Store.Removing = key => Law(TruthOf(key) is not { } truth || !truth.IsRemovedAlive(_time.Now, place),
                $"a session was removed that lives: {key} in {place.Store.Region}");
            place.Store.Removed = change => TruthOf(change.Key)?.Swept(change);
            place.Store.BeforeRemoval = key =>
            {
                if (!_isSilent && _random.Next(5) == 0)
                {
                    Write(place, key);
                }
            };
        }
    }

    public int Swept { get; private set; }

    public int Undated { get; private set; }

    public int LostCauses => _truths.Values.Count(truth => truth.IsLostCause);

    public int Sessions => _truths.Count;

    /// <summary>Runs it.</summary>
    /// <returns>The laws that were broken.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        for (var until = TimeSpan.FromMinutes(90); _time.Now < until;)
        {
            if (_random.Next(200) == 0 && _time.Now > TimeSpan.FromMinutes(1))
            {
                _wire.CutUntil = _time.Now + (TimeSpan.FromMinutes(30) * _random.NextDouble());
            }
            for (var step = 0; step < 4; step++)
            {
                Pass(_tick / 4);
                Act();
            }
            await SweepAsync();
        }
        (_wire.CutUntil, _isSilent) = (TimeSpan.Zero, true);
        for (var until = _time.Now + TimeSpan.FromHours(1); _time.Now < until;)
        {
            Pass(_tick);
            await SweepAsync();
        }
        foreach (var place in _places)
        {
            // Two removals and a write at one moment may leave fields without an end: nobody can date them, and they stay.
            var left = place.Store.Hashes.Keys.Where(key => TruthOf(key) is not null && place.Store.EndingOf(key).At is not null).ToArray();
            Undated += place.Store.Hashes.Keys.Count(key => TruthOf(key) is not null && place.Store.EndingOf(key).At is null);
            Law(left.Length == 0, $"what is over stays: {string.Join(", ", left)} in {place.Store.Region}");
        }
        return _broken;
    }

    public void Dispose() => _instruments.Dispose();

    private async Task SweepAsync()
    {
        var passes = ++_rounds % 6 == 0;
        foreach (var place in _places)
        {
            var (holders, window) = (0, (_time.Now.Ticks / TimeSpan.FromMinutes(7).Ticks) + place.Ahead.Ticks);
            foreach (var (sweep, number) in place.Sweeps.Select((sweep, number) => (sweep, number)))
            {
                // Sometimes a process is killed, and the other one has to take over, if it is not dead, too; it comes back after a while.
                // But in the beginning each Region is heard of: for one that never was, nobody waits.
                if ((_time.Now > TimeSpan.FromMinutes(1) && Chance(number, window) > 0.7)
                    || await sweep.RoundAsync(default) is not (true, var silent))
                {
                    continue;
                }
                holders++;
                Swept += silent is null && passes ? (int)(await sweep.PassAsync(default)).Removed : 0;
            }
            Law(holders < 2, $"two sweep at once in {place.Store.Region}");
        }
    }

    private void Pass(TimeSpan span)
    {
        _time.Pass(span * _random.NextDouble() * 2);
        _wire.Deliver();
    }

    private Truth? TruthOf(string key) => _truths.GetValueOrDefault(key);

    // The same for the same question, whatever was asked before.
    private double Chance(int number, long when) => new Random((int)((((_seed * 31) + number) * 7919) + (when % 7907))).NextDouble();

    private void Law(bool holds, string law)
    {
        if (!holds && _broken.Count < 20)
        {
            _broken.Add($"{_time.Now}: {law}");
        }
    }
}
