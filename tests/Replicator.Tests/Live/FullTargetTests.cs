using SessionStore.Replicator.Tests.Support;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>A store without room that evicts nothing.</summary>
internal sealed class FullTargetTests : PairFixture
{
    [Test]
    public async Task A_full_target_loses_what_is_deleted_and_gets_the_rest_when_there_is_room()
    {
        var settings = _pair.Settings();
        settings["Replicator:Lease"] = "00:00:05";
        var worker = _pair.Work(settings);
        await _pair.Source.Data.StringSetAsync("goes", "1");
        await worker.InStepAsync();
        await _pair.EqualAsync();

        await _pair.Target.Admin.ConfigSetAsync("maxmemory", "1");
        await _pair.Source.Data.StringSetAsync("comes", "1");
        await _pair.SaysAsync("6:");
        // Longer than the lease, which is prolonged all the same.
        await Task.Delay(TimeSpan.FromSeconds(6));
        await _pair.Source.Data.KeyDeleteAsync("goes");
        await Pair.UntilAsync(async () => !await _pair.Target.Data.KeyExistsAsync("goes"), "the deletion");
        Assert.That(worker.Status.Refused, Is.Zero);
        await _pair.Target.Admin.ConfigSetAsync("maxmemory", "0");

        await _pair.EqualAsync();
        Assert.That(_pair.Lines.Texts, Has.None.StartsWith("3:"));
    }
}
