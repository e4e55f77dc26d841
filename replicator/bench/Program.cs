using System.Diagnostics;
using System.Globalization;
using SessionStore.Client.Tests.Support;
using SessionStore.Replicator.Bench;

// Figures, not limits: run it on a machine that does nothing else.
// `dotnet run -c Release --project replicator/bench -- [sessions] [seconds] [--tls]`; --tls encrypts every connection, as deployed.
var (tls, numbers) = (args.Contains("--tls"), args.Where(argument => argument != "--tls")
    .Select(argument => int.Parse(argument, CultureInfo.InvariantCulture)).ToArray());
var (sessions, seconds) = (numbers is [var first, ..] ? first : 1_000_000, numbers is [_, var second, ..] ? second : 30);
using var authority = tls ? new CertificateAuthority() : null;
Console.WriteLine($"{Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Trim()}; {sessions:N0} sessions of "
    + $"1 KB, {(tls ? "TLS on every connection" : "without TLS")}");

await using var source = await Server.StartAsync(authority);
await Sessions.LoadAsync(source, sessions);

// The limit: the engine's own replication.
await using (var replica = await Server.StartAsync(authority))
{
    var watch = Stopwatch.StartNew();
    await replica.Admin.ExecuteAsync("REPLICAOF", "127.0.0.1", source.Port);
    while (!((string)(await replica.Admin.ExecuteAsync("INFO", "replication"))!).Contains("master_link_status:up", StringComparison.Ordinal)
        || await replica.CountAsync() < sessions)
    {
        await Task.Delay(20);
    }
    Console.WriteLine($"REPLICAOF            {Rate(sessions, watch.Elapsed)}");
}

// The floor: one key after the other.
await using (var one = await Server.StartAsync(authority))
{
    var (watch, count) = (Stopwatch.StartNew(), Math.Min(20_000, sessions));
    for (var number = 0; number < count; number++)
    {
        var expiry = source.Data.KeyExpireTimeAsync(Sessions.Key(number));
        var payload = await source.Data.KeyDumpAsync(Sessions.Key(number));
        await one.Data.KeyRestoreAsync(Sessions.Key(number), payload!, await expiry - DateTime.UtcNow);
    }
    Console.WriteLine($"DUMP and RESTORE     {Rate(count, watch.Elapsed)}, one by one");
}

await Fences.CompareAsync(source, authority, Math.Min(200_000, sessions));

await using var target = await Server.StartAsync(authority);
var filling = Stopwatch.StartNew();
await using var worker = new WorkerProcess(source, target, authority?.AuthorityFile);
await worker.InStepAsync();
Console.WriteLine($"the replicator       {Rate(sessions, filling.Elapsed)}, its start included; processor "
    + $"{worker.ProcessorTime.TotalSeconds:0.0} s; {worker.Memory}; "
    + $"{await target.CountAsync() - 1:N0} keys there");

foreach (var rate in new[] { 1_000, 5_000 })
{
    await Lag.MeasureAsync(source, target, rate, seconds);
    Console.WriteLine($"    {worker.Memory}; load {File.ReadAllText("/proc/loadavg").Trim()}");
}

static string Rate(int count, TimeSpan took) =>
    $"{count,9:N0} keys in {took.TotalSeconds,6:0.0} s, {count / took.TotalSeconds,8:N0} keys/s";
