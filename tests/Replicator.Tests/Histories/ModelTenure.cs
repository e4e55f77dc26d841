using System.Globalization;
using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Fencing;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Histories;

/// <summary>One lease: subscribe, fill, follow, with everything late.</summary>
internal sealed class ModelTenure(World world, Rules rules, string token, DirtyKeys dirty)
{
    private readonly HashSet<int> _busy = [];
    private Queue<int> _toMark = new();
    private int _underWay;
    private bool _hears, _scansSource;

    public string Token => token;

    public bool HasEnded { get; private set; }

    public bool IsFilled { get; private set; }

    /// <summary>Whether notifications are lost without anybody having noticed yet.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether nothing is known to be on its way.</summary>
    public bool IsQuiet => dirty.Count == 0 && _underWay == 0;

    public void Start()
    {
        if (rules.SubscribesFirst)
        {
            world.Later(() =>
            {
                Subscribe();
                world.Later(Fill);
            });
        }
        else
        {
            world.Later(() =>
            {
                Fill();
                world.Later(Subscribe);
            });
        }
        world.Later(Pump);
    }

    public void End()
    {
        HasEnded = true;
        world.Changed -= Hear;
    }

    /// <summary>The subscription is lost, which is noticed a moment later.</summary>
    public void Cut()
    {
        if (!_hears)
        {
            return;
        }
        IsCut = true;
        _hears = false;
        world.Later(() =>
        {
            if (rules.FillsAfterGap)
            {
                End();
            }
            (IsCut, _hears) = (false, true);
        });
    }

    private void Subscribe()
    {
        _hears = true;
        world.Changed += Hear;
    }

    private void Hear(int key)
    {
        if (!_hears || HasEnded)
        {
            return;
        }
        _underWay++;
        world.Later(() =>
        {
            _underWay--;
            if (HasEnded)
            {
            }
            else if (!rules.OneAtATime)
            {
                Copy([key], tracked: false);
            }
            else if ((rules.CopiesAgain || !_busy.Contains(key)) && !dirty.Changed($"{key}"))
            {
                End();
            }
        });
    }

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
                foreach (var (key, value) in keys.Zip(values))
                {
                    world.Apply(key, value, $"lease {token}");
                }
                world.Later(() =>
                {
                    foreach (var key in keys)
                    {
                        _busy.Remove(key);
                        if (tracked)
                        {
                            dirty.Done($"{key}");
                        }
                    }
                });
            });
        });
    }
}
