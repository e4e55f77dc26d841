using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using SessionStore.Client;
using SessionStore.Replicator;
using SessionStore.Replicator.Commands;
using SessionStore.Replicator.Settings;
using StackExchange.Redis;

const int Usage = 2, Unknown = 3;

var repair = new Option<bool>("--repair") { Description = "Copy again what differs, under the lease of the running worker." };
var settle = new Option<double>("--settle")
{
    Description = "How long a change may be on its way before it counts as a difference, in seconds.",
    DefaultValueFactory = _ => 2,
};
var minutes = new Option<double?>("--minutes") { Description = "How long the order is good for; for ever without it." };
Positive(settle);
Positive(minutes);

var root = new RootCommand("Keeps a store filled from another one, wherever the source's name leads. Settings are environment variables: "
    + "docs/replication.md.");
root.SetAction((_, end) => CarryOutAsync(RunAsync, end));
Add("run", "Copy and follow until SIGTERM; what happens without a command.", [], (_, logging, end) => RunAsync(logging, end));
Add("compare", "Compare the two stores; exit code 0 when they are equal or were repaired, 1 when they differ, 2 for wrong settings, 3 "
    + "when it could not be found out.", [repair, settle], (line, logging, end) =>
        CompareCommand.RunAsync(logging, line.GetValue(repair), TimeSpan.FromSeconds(line.GetValue(settle)), end));
Add("hold", "Close the target to every replicator, before its Region is promoted or a migration ends.", [minutes], (line, logging, end) =>
    FenceCommands.HoldAsync(logging, line.GetValue(minutes) is { } given ? TimeSpan.FromMinutes(given) : null, end));
Add("probe", "Try a write at the target, and print whether it takes any; exit code 0 when that was found out, 2 for wrong settings, 3 when "
    + "not.", [], (_, logging, end) => ProbeCommand.RunAsync(logging, end));
Add("release", "Lift that order.", [], (_, logging, end) => FenceCommands.ReleaseAsync(logging, end));

var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? Usage : exitCode;

void Add(string name, string description, IReadOnlyList<Option> options,
    Func<ParseResult, ILoggerFactory, CancellationToken, Task<int>> run)
{
    var command = new Command(name, description);
    foreach (var option in options)
    {
        command.Add(option);
    }
    command.SetAction((line, end) => CarryOutAsync((logging, cancellationToken) => run(line, logging, cancellationToken), end));
    root.Add(command);
}

static async Task<int> RunAsync(ILoggerFactory logging, CancellationToken cancellationToken)
{
    await using var session = new Session(logging);
    // Metrics go to the raw standard output: a logger's decoration is no embedded metric format.
    await using var output = Console.OpenStandardOutput();
    await new Worker(session.Sources, session.Targets, session.Options, output, TimeProvider.System, logging.CreateLogger("Replicator"))
        .RunAsync(cancellationToken);
    return 0;
}

static async Task<int> CarryOutAsync(Func<ILoggerFactory, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
{
    using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var logging = LoggerFactory.Create(builder => builder.AddJsonConsole(console =>
        (console.TimestampFormat, console.UseUtcTimestamp) = ("yyyy-MM-ddTHH:mm:ss.fffZ", true)));
    try
    {
        return await run(logging, stop.Token);
    }
    catch (ReplicatorException wrong)
    {
        await Console.Error.WriteLineAsync(wrong.Message);
        return Usage;
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        return Unknown;
    }
    catch (Exception failure) when (failure is RedisException or SessionStoreUnavailableException or TimeoutException)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return Unknown;
    }

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}

static void Positive<T>(Option<T> option) => option.Validators.Add(given =>
{
    if (given.Tokens is [var token] && !(double.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out var number)
        && number > 0))
    {
        given.AddError($"{option.Name} is \"{token.Value}\": expected a number above 0");
    }
});
