using System.Diagnostics;
using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Copying;
using SessionStore.Replicator.Fencing;
using SessionStore.Replicator.Stores;

namespace SessionStore.Replicator.Bench;

/// <summary>What the fence costs: the same keys, in batches of the same size, with it and without.</summary>
internal static class Fences
{
    private const int Batch = 256;

    public static async Task CompareAsync(Server source, CertificateAuthority? authority, int count)
    {
        await using var server = await Server.StartAsync(authority);
        var link = new Link("bench", server.Multiplexer);
        var fence = new Fence(link);
        await fence.TakeAsync(await fence.ReadAsync(), "bench", TimeSpan.FromHours(1));
        var writer = new TargetWriter(link, fence, FenceValues.Lease("bench"));
        var reader = new SourceReader(new("bench", source.Multiplexer), TimeProvider.System);
        var batches = new List<Copy[]>();
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Batch))
        {
            batches.Add(await reader.ReadAsync([.. numbers.Select(Sessions.Key)]));
        }
        foreach (var round in Enumerable.Range(0, 2))
        {
            var watch = Stopwatch.StartNew();
            foreach (var batch in batches)
            {
                await Task.WhenAll(batch.Select(copy => server.Data.ExecuteAsync(
                    "RESTORE", copy.Key, copy.ExpiresAt, copy.Payload!, "REPLACE", "ABSTTL")));
            }
            var plain = watch.Elapsed;
            watch.Restart();
            foreach (var batch in batches)
            {
                await writer.ApplyAsync(batch);
            }
            if (round > 0)
            {
                Console.WriteLine($"RESTORE of {count:N0} keys in batches of {Batch}: plain {count / plain.TotalSeconds:N0} keys/s, "
                    + $"behind the fence "
                    + $"{count / watch.Elapsed.TotalSeconds:N0} keys/s");
            }
        }
    }
}
