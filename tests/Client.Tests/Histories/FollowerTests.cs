using SessionStore.Client.Connecting;

namespace SessionStore.Client.Tests.Histories;

/// <summary>Single histories of the connection that chance seldom finds, on a clock of their own.</summary>
internal sealed class FollowerTests
{
    private SynchronizationContext? _before;
    private Pump _pump = null!;
    private World _world = null!;

    [SetUp]
    public void Start()
    {
        _before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_pump = new());
        _world = new World(seed: 1) { Calm = true };
    }

    [TearDown]
    public void Stop()
    {
        SynchronizationContext.SetSynchronizationContext(_before);
        _world.Dispose();
    }

    [Test]
    public void A_connection_is_renewed_after_eleven_hours_before_the_old_one_is_closed()
    {
        Do(1);
        Pass(TimeSpan.FromHours(10.9));
        Assert.That(_world.Follower.Current!.Number, Is.EqualTo(1));

        Pass(TimeSpan.FromHours(0.2));

        Assert.That((_world.Follower.Current!.Number, _world.Connector.Attempts, _world.Servers[0].Links.Count), Is.EqualTo((2L, 2, 1)));
    }

    [Test]
    public void What_runs_on_the_old_connection_when_the_name_changes_is_answered_there()
    {
        Do(1);
        var answer = new TaskCompletionSource<int>();
        var running = _world.Follower.ExecuteAsync(0, (_, _) => answer.Task, false, CancellationToken.None);
        (_world.Leads, _world.Servers[1].IsPrimary) = (_world.Servers[1], true);
        Pass(TimeSpan.FromSeconds(7));
        Assert.That((_world.Follower.Current!.Endpoint.Host, _world.Servers[0].Links.Count), Is.EqualTo(("west", 1)), "it still drains");

        answer.SetResult(7);
        Pass(TimeSpan.FromSeconds(1));

        Assert.That((running.Result, _world.Servers[0].Links.Count), Is.EqualTo((7, 0)));
    }

    [Test]
    public void What_does_not_end_on_the_old_connection_holds_it_no_longer_than_the_budget()
    {
        Do(1);
        _ = _world.Follower.ExecuteAsync(0, (_, _) => new TaskCompletionSource<int>().Task, false, CancellationToken.None);
        (_world.Leads, _world.Servers[1].IsPrimary) = (_world.Servers[1], true);

        Pass(TimeSpan.FromSeconds(7) + World.Budget);

        Assert.That(_world.Servers[0].Links, Is.Empty);
    }

    [Test]
    public void In_a_long_outage_the_name_is_looked_up_a_few_times_a_second_and_connecting_slows_down_to_once()
    {
        Do(1);
        _world.Servers[0].Health = Health.Down;
        _world.Servers[0].Drop();
        var (attempts, lookUps) = (_world.Connector.Attempts, _world.LookUps);

        Pass(TimeSpan.FromMinutes(1));

        Assert.That(_world.Connector.Attempts - attempts, Is.InRange(55, 130));
        Assert.That(_world.LookUps - lookUps, Is.InRange(150, 420));
    }

    [Test]
    public void While_all_is_well_the_name_is_looked_up_once_per_time_to_live()
    {
        Do(1);
        var lookUps = _world.LookUps;

        Pass(TimeSpan.FromMinutes(1));

        Assert.That(_world.LookUps - lookUps, Is.InRange(12, 14));
    }

    [Test]
    public void A_server_that_hangs_is_found_out_although_every_caller_loses_patience_first()
    {
        Do(1);
        _world.Servers[0].Health = Health.Hanging;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), _world.Time);
        var impatient = _world.Follower.ExecuteAsync(2, Send, false, patience.Token);

        Pass(TimeSpan.FromSeconds(3.2));

        Assert.That((impatient.IsCanceled, _world.Follower.Current), Is.EqualTo((true, (Generation?)null)));
    }

    [Test]
    public void A_slow_answer_alone_does_not_cost_the_connection()
    {
        Do(1);
        var slow = _world.Follower.ExecuteAsync(
            0, (_, _) => Task.FromException<int>(new TimeoutException()), repeatable: false, CancellationToken.None);
        Pass(TimeSpan.FromSeconds(3));

        Assert.That(slow.Exception!.InnerException, Is.TypeOf<SessionStoreUnavailableException>().With.Property("MayHaveBeenDone").True);
        Assert.That((_world.Follower.Current!.Number, _world.Connector.Attempts), Is.EqualTo((1L, 1)));
    }

    [Test]
    public void New_credentials_are_tried_until_they_are_good_and_the_old_connection_serves_meanwhile()
    {
        Do(1);
        _world.Servers[0].Health = Health.Loading;
        _world.Follower.Renew();
        Pass(TimeSpan.FromSeconds(5));
        Assert.That(_world.Connector.Attempts, Is.GreaterThan(3));
        Assert.That(_world.Follower.Current!.Number, Is.EqualTo(1));

        _world.Servers[0].Health = Health.Up;
        Pass(TimeSpan.FromSeconds(2));

        Assert.That(_world.Follower.Current.Number, Is.EqualTo(2));
    }

    private static Task<int> Send(ILink link, int operation) => ((FakeLink)link).SendAsync(operation);

    private void Do(int operation)
    {
        var done = _world.Follower.ExecuteAsync(operation, Send, false, CancellationToken.None);
        Pass(TimeSpan.FromSeconds(1));
        Assert.That(done.Result, Is.EqualTo(operation));
    }

    private void Pass(TimeSpan span) => History.Pass(_world, _pump, span);
}
