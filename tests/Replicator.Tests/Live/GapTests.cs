using SessionStore.Replicator.Tests.Support;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>What no notification tells of.</summary>
internal sealed class GapTests : PairFixture
{
    [Test]
    public async Task An_emptied_source_tells_nothing_and_is_noticed_all_the_same()
    {
        var worker = _pair.Work();
        await _pair.Source.Data.StringSetAsync("a", "b");
        await worker.InStepAsync();

        await _pair.Source.Admin.ExecuteAsync("FLUSHALL");
        await _pair.Source.Data.StringSetAsync("c", "d");

        await _pair.EqualAsync();
        Assert.That(_pair.Lines.Texts, Has.Some.Contains("emptied or swapped"));
    }

    [Test]
    public async Task Changes_during_a_lost_subscription_are_found()
    {
        var worker = _pair.Work();
        await _pair.Source.Data.StringSetAsync("stays", "1");
        await _pair.Source.Data.StringSetAsync("goes", "1");
        await worker.InStepAsync();
        await _pair.EqualAsync();

        await _pair.Source.Admin.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await _pair.Source.Data.KeyDeleteAsync("goes");
        await _pair.Source.Data.StringSetAsync("comes", "1");

        await _pair.EqualAsync();
        Assert.That(_pair.Lines.Texts, Has.Some.Contains("Subscription"));
    }

    [Test]
    public async Task A_target_that_was_emptied_is_filled_again()
    {
        var worker = _pair.Work();
        await _pair.Source.Data.StringSetAsync("a", "b");
        await worker.InStepAsync();

        await _pair.Target.Admin.ExecuteAsync("FLUSHALL");

        await _pair.EqualAsync();
    }
}
