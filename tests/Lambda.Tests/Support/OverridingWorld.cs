using SessionStore.Contract;
using SessionStore.Failover;

namespace SessionStore.Lambda.Tests.Support;

/// <summary>A Region that can override the writer record, at rest, while the name leads to another one.</summary>
internal abstract class OverridingWorld
{
    private protected World _world = null!;

    [SetUp]
    public async Task SetUp()
    {
        _world = new World { OverridesAreOn = true }.WithGroup(World.OtherEndpoint).WithRole(FakeElastiCache.Secondary)
            .WithHistory(new(3, new(World.OtherGroup, ClaimBasis.Founding, _longAgo), null, []));
        await _world.ReconcileAsync();
    }

    [TearDown]
    public void TearDown() => _world.Dispose();

    private static readonly DateTimeOffset _longAgo = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    protected bool Overrides => _world.MetricLines[^1].ContainsKey(FunctionMetrics.Overriding);

    protected double Answers => _world.MetricLines[^1][FunctionMetrics.ControlPlaneAnswers].GetDouble();
}
