using System.Collections.Immutable;
using SessionStore.Infra.Guard;

namespace SessionStore.Infra.Tests.Guard;

/// <remarks>Proof limit: the engine is not run: that it deletes the guard first and asks the hook is read from its sources.</remarks>
[TestFixture("primary")]
[TestFixture("secondary")]
[TestFixture("tertiary")]
public class DestroyGuardTests(string stack)
{
    private static readonly ImmutableDictionary<string, object?> _state =
        new[] { "Region", "ReplicationGroupId", "PrimaryEndpoint", "VpcId", "HostedZoneId", "WriterName" }
        .ToImmutableDictionary(name => name, name => (object?)name);

    private StageRun _stage = null!;

    [OneTimeSetUp]
    public async Task Deploy() => _stage = await Deployed.Stack(stack);

    [Test]
    public void Nothing_is_deleted_before_the_guard_was_asked_because_it_depends_on_everything()
    {
        var others = _stage.Resources.Where(resource => resource.Parent is null && resource.Name != "destroy-guard"
            && !resource.Type.StartsWith("pulumi:", StringComparison.Ordinal)).Select(resource => resource.Name);
        Assert.That(_stage.Resource("destroy-guard").DependsOn, Is.EquivalentTo(others));
    }

    [Test]
    public async Task Without_a_test_host_it_depends_on_the_rest()
    {
        var stage = await Deployed.With(stack, ("session-store:testHost", "false"));
        Assert.That(stage.Resource("destroy-guard").DependsOn, Has.None.EqualTo("test-host").And.Some.EqualTo("network"));
    }

    [Test]
    public void It_is_asked_in_the_preview_of_a_destroy_already()
    {
        var hook = _stage.Resource("destroy-guard").BeforeDelete.Single();
        Assert.Multiple(() =>
        {
            Assert.That(hook.Options.OnDryRun, Is.True);
            Assert.That(hook.Options.IgnoreErrors, Is.Null.Or.False);
        });
    }

    [Test]
    public void Its_names_are_those_that_the_states_of_existing_stacks_hold()
    {
        var guard = _stage.Resource("destroy-guard");
        Assert.Multiple(() =>
        {
            Assert.That(guard.Type, Is.EqualTo("session-store:guard:DestroyGuard"));
            Assert.That(guard.BeforeDelete.Select(hook => hook.Name), Is.EqualTo(new[] { "destroy-guard" }));
        });
    }

    [Test]
    public void A_refusal_says_why_and_what_to_do()
    {
        var guarded = new List<GuardedRegion>();
        Assert.That(
            () => Ask(region =>
            {
                guarded.Add(region);
                return "it is the primary";
            }),
            Throws.InvalidOperationException.With.Message.StartsWith("it is the primary")
                .And.Message.Contains("scripts/ops teardown")
                .And.Message.Contains("pulumi state delete 'urn:guard'"));
        Assert.That(guarded.Single(),
            Is.EqualTo(new GuardedRegion("Region", "ReplicationGroupId", "PrimaryEndpoint", "VpcId", "HostedZoneId", "WriterName")));
    }

    [Test]
    public void What_may_be_destroyed_is() => Assert.That(() => Ask(_ => null), Throws.Nothing);

    [Test]
    public void What_cannot_be_looked_at_is_not_destroyed()
    {
        Assert.That(
            () => Ask(_ => throw new HttpRequestException("no route")),
            Throws.InvalidOperationException.With.Message.StartsWith("whether this stack may be destroyed could not be learned: no route"));
        Assert.That(
            () => Ask(_ => null, _state.Remove("VpcId")),
            Throws.InvalidOperationException.With.Message.Contains("the guard's state has no VpcId: run `pulumi up` first"));
    }

    [Test]
    public void What_does_not_answer_is_not_destroyed()
    {
        var hasty = new HastyTime();
        Assert.That(
            () => DestroyGuard.AskAsync((_, _) => new TaskCompletionSource<string?>().Task, Args(_state), hasty, CancellationToken.None),
            Throws.InvalidOperationException.With.Message.StartsWith(
                "whether this stack may be destroyed could not be learned: AWS did not answer in time"));
        Assert.That(hasty.Waited, Is.EqualTo(TimeSpan.FromMinutes(2)));
    }

    private static Task Ask(Func<GuardedRegion, string?> refusal, ImmutableDictionary<string, object?>? state = null) =>
        DestroyGuard.AskAsync((region, _) =>
            Task.FromResult(refusal(region)), Args(state ?? _state), TimeProvider.System, CancellationToken.None);

    private static ResourceHookArgs Args(ImmutableDictionary<string, object?> state) =>
        new("urn:guard", "", "destroy-guard", "guard", oldOutputs: state);

    // All that is waited for is over at once.
    private sealed class HastyTime : TimeProvider
    {
        public TimeSpan? Waited { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waited = dueTime;
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
