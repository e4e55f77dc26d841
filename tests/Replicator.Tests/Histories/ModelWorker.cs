using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Deciding;
using SessionStore.Replicator.Fencing;
using StackExchange.Redis;

namespace SessionStore.Replicator.Tests.Histories;

/// <summary>
/// A worker whose every step takes its time: what it reads is old when it acts. The table, the fence's values and the set of dirty keys are
/// the real ones.
/// </summary>
internal sealed class ModelWorker(World world, Rules rules, string name)
{
    private const int Capacity = 12;
    private readonly Steadiness<(bool?, string)> _steady = new(World.Lease, world.Time);
    private ModelTenure? _tenure;
    private string? _token;
    private bool? _lead;
    private bool _isDead;
    private int _leases;

    public ModelTenure? Tenure => _tenure;

    public bool ClaimsInStep => !_isDead && _tenure is { HasEnded: false } tenure && (tenure.IsFilled || !rules.WaitsForFill)
        && FenceValues.Read(world.Fence, tenure.Token) == FenceState.Mine;

    public void Start() => world.After(world.Between(0, 250), LookAround);

    /// <summary>Dies as by SIGKILL: what it has sent still arrives.</summary>
    public void Kill() => (_isDead, _tenure) = (true, null);

    private void LookAround()
    {
        if (_isDead)
        {
            return;
        }
        var answer = world.Resolve() ?? (rules.NeedsAnswer ? null : _lead);
        _lead = answer;
        if (_tenure is { HasEnded: true })
        {
            _tenure = null;
        }
        var follows = answer == false && _tenure is not null;
        world.Later(() =>
        {
            if (_isDead)
            {
                return;
            }
            var value = world.Fence;
            var lease = _token is null ? null : FenceValues.Lease(_token);
            if (follows && value == lease)
            {
                if (world.RefusesWrites)
                {
                    Again();
                    return;
                }
                world.SetFence(value, World.Lease);
            }
            world.Later(() => Act(answer, follows, value));
        });
    }

    private void Act(bool? answer, bool follows, string value)
    {
        if (_isDead)
        {
            return;
        }
        var steady = _steady.See((answer, rules.CountsFromOwn && FenceValues.Read(value, _token) == FenceState.Own ? value : ""));
        var look = new Look(answer switch { null => Lead.Unknown, true => Lead.Own, _ => Lead.Elsewhere }, steady,
            FenceValues.Read(value, _token), follows && _tenure is { HasEnded: false }, false);
        switch (Decision.Of(look, rules.Settles ? World.Settle : TimeSpan.Zero))
        {
            case Step.Close:
                End();
                if (world.RefusesWrites)
                {
                    break;
                }
                world.IsClosed |= world.IsOwn;
                if (rules.ClosesForOwn)
                {
                    world.SetFence(FenceValues.Own());
                }
                break;
            case Step.Rest or Step.Wait:
                End();
                break;
            case Step.Take:
                End();
                var token = $"{name}-{++_leases}";
                _token = token;
                if (world.Fence == value && !world.RefusesWrites)
                {
                    world.SetFence(FenceValues.Lease(token), World.Lease);
                    _tenure = new(world, rules, token, new DirtyKeys(Capacity, world.Time));
                    _tenure.Start();
                }
                break;
        }
        Again();
    }

    private void Again() => world.After(TimeSpan.FromMilliseconds(250), LookAround);

    private void End()
    {
        _tenure?.End();
        _tenure = null;
    }
}
