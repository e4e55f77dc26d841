using SessionStore.Replicator.Copying;

namespace SessionStore.Replicator.Tests.Histories;

/// <summary>One lease: subscribe, fill, follow, with everything late.</summary>
internal sealed partial class ModelTenure(World world, Rules rules, string token, DirtyKeys dirty)
{
    private readonly HashSet<int> _busy = [];
    private int _underWay;
    private bool _hears;

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
}
