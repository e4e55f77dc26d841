using SessionStore.Replicator.Tests.Support;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>A source whose notify-keyspace-events is not KA.</summary>
internal sealed class DeafSourceTests : PairFixture
{
    [Test]
    public async Task A_source_that_tells_nothing_is_never_called_in_step()
    {
        await _pair.Source.Admin.ConfigSetAsync("notify-keyspace-events", "Ex");
        await _pair.Source.Data.StringSetAsync("a", "b");
        var worker = _pair.Work();

        await Pair.UntilAsync(() => worker.Status.Deaf, "deaf");
        await _pair.EqualAsync();
        Assert.That(worker.Status.InStep, Is.False);
        Assert.That(_pair.Lines.Texts, Has.Some.Contains("notify-keyspace-events is \"xE\", expected KA"));

        await _pair.Source.Admin.ConfigSetAsync("notify-keyspace-events", "KA");
        await worker.InStepAsync();
    }

    [Test]
    public async Task Where_the_source_does_not_say_what_its_setting_is_its_silence_tells()
    {
        await _pair.Source.Admin.ConfigSetAsync("notify-keyspace-events", "");
        await _pair.Source.Admin.ExecuteAsync("ACL", "SETUSER", "default", "-config");
        var worker = _pair.Work();
        await worker.InStepAsync();

        await Pair.UntilAsync(async () =>
        {
            await _pair.Source.Data.StringIncrementAsync("changes");
            return worker.Status.Deaf;
        }, "deaf");

        Assert.That(worker.Status.InStep, Is.False);
        await Pair.UntilAsync(() => _pair.Lines.Texts.Any(line => line.Contains("notify-keyspace-events is not known here, expected KA",
            StringComparison.Ordinal)), "the error");
    }
}
