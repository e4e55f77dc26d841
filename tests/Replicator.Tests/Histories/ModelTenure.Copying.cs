using System.Globalization;
using SessionStore.Replicator.Fencing;

namespace SessionStore.Replicator.Tests.Histories;

/// <summary>What it copies: what a fill finds, and what it has heard of.</summary>
internal sealed partial class ModelTenure
{
    private Queue<int> _toMark = new();
    private bool _scansSource;

    private void Fill()
    {
        // As SCAN: what is there all the time is found; what comes or goes meanwhile may be, or not.
        _toMark = new(rules.RemovesExtras ? world.B.Keys.Where(key => !world.A.ContainsKey(key)) : []);
        world.Later(Mark);
    }

    private void Mark()
    {
        if (HasEnded)
        {
            return;
        }
        if (dirty.Scanning == 0 && _toMark.TryDequeue(out var key))
        {
            if (!dirty.FoundAsync($"{key}", CancellationToken.None).IsCompleted)
            {
                // No room for the scan: here it ends the tenure, where the real one waits.
                End();
                return;
            }
        }
        if (_toMark.Count == 0 && !_scansSource)
        {
            _scansSource = true;
            _toMark = new(world.A.Keys.OrderBy(_ => world.Random.Next()));
        }
        else if (_toMark.Count == 0 && dirty.Scanning == 0)
        {
            IsFilled = true;
            return;
        }
        world.After(world.Between(1, 10), Mark);
    }

    private void Pump()
    {
        if (HasEnded)
        {
            return;
        }
        var keys = dirty.Take(world.Random.Next(1, 5)).Select(key => int.Parse((string)key!, CultureInfo.InvariantCulture)).ToList();
        if (keys.Count > 0)
        {
            Copy(keys, tracked: true);
        }
        world.After(world.Between(1, 20), Pump);
    }

    private void Copy(List<int> keys, bool tracked)
    {
        _busy.UnionWith(keys);
        world.Later(() =>
        {
            var values = keys.Select(key => world.A.TryGetValue(key, out var value) ? value : default(int?)).ToArray();
            world.Later(() =>
            {
                if (rules.ChecksFence && world.Fence != FenceValues.Lease(token))
                {
                    End();
                    return;
                }
                var refused = world.RefusesWrites;
                foreach (var (key, value) in refused ? [] : keys.Zip(values))
                {
                    world.Apply(key, value, $"lease {token}");
                }
                world.Later(() => GiveBack(keys, tracked, refused && rules.TriesAgain));
            });
        });
    }

    private void GiveBack(List<int> keys, bool tracked, bool again)
    {
        foreach (var key in keys)
        {
            _busy.Remove(key);
            if (tracked && again)
            {
                dirty.Again($"{key}");
            }
            else if (tracked)
            {
                dirty.Done($"{key}");
            }
        }
    }
}
