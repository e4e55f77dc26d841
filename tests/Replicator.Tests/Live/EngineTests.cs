using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Tests.Support;

namespace SessionStore.Replicator.Tests.Live;

/// <summary>Values of every type between the engines of both sides, which SOURCE_SERVER and TARGET_SERVER name.</summary>
/// <remarks>Proof limit: where one engine alone is installed, both are that one.</remarks>
internal sealed class EngineTests : PairFixture
{
    private const int Keys = 6;

    [Test]
    public async Task What_the_targets_engine_can_restore_arrives_and_what_it_cannot_is_counted()
    {
        var data = _pair.Source.Data;
        await data.StringSetAsync("string", "value", TimeSpan.FromMinutes(5));
        await data.HashSetAsync("hash", [.. Enumerable.Range(0, 1000).Select(number => new StackExchange.Redis.HashEntry(number, "x"))]);
        await data.ListRightPushAsync("list", [.. Enumerable.Range(0, 1000).Select(number => (StackExchange.Redis.RedisValue)number)]);
        await data.SetAddAsync("set", ["x", "y", 1]);
        await data.SortedSetAddAsync("sorted", "z", 1.5);
        await data.StreamAddAsync("stream", "field", "value");
        await data.StreamCreateConsumerGroupAsync("stream", "group", "0");
        await data.StreamReadGroupAsync("stream", "group", "consumer", ">");
        var isNewer = await RdbVersionAsync(_pair.Source) > await RdbVersionAsync(_pair.Target);

        var worker = _pair.Work();
        await worker.InStepAsync();

        Assert.That(worker.Status.Refused, Is.EqualTo(isNewer ? Keys : 0));
        Assert.That(await _pair.Target.Admin.KeysAsync().CountAsync(key => !Stores.OwnKeys.Has(key)),
            Is.EqualTo(isNewer ? 0 : Keys));
        var (code, output, error) = await WorkerProgram.RunAsync(_pair.Settings(), "compare", "--settle", "0.1");
        Assert.That((code, error), Is.EqualTo((isNewer ? 1 : 0, "")), output);
        TestContext.Out.WriteLine(
            $"{_pair.Source.Admin.Version} to {_pair.Target.Admin.Version}: {worker.Status.Refused} of {Keys} refused");
    }

    // The two bytes before eight of checksum at the end of what DUMP gives: "DUMP" in the Valkey documentation.
    private static async Task<int> RdbVersionAsync(LiveServer server)
    {
        await server.Data.StringSetAsync("session-store:replicator:{0}:version", "x");
        var payload = (await server.Data.KeyDumpAsync("session-store:replicator:{0}:version"))!;
        return BitConverter.ToUInt16(payload, payload.Length - 10);
    }
}
