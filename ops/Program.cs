using System.CommandLine;
using System.CommandLine.Completions;
using SessionStore.Contract;
using SessionStore.Ops;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Commands;
using SessionStore.Ops.Commands.Migrating;
using SessionStore.Ops.Commands.Rejoining;
using SessionStore.Ops.MemoryDb;
using SessionStore.Ops.Store;
using Spectre.Console;

const int Failure = 1, Usage = 2;

var stacks = new Option<string[]>("--stack")
{
    Description = "A stack, once for each Region, in the order in which they were deployed. Without it the stacks of the project's one "
        + "store, which the Pulumi CLI is asked for.",
    Recursive = true,
};
var outputs = new Option<string[]>("--outputs")
{
    Description = "A file with what `pulumi stack output --json` printed, once for each stack, instead of asking the Pulumi CLI. Its name "
        + "without the ending is the stack's.",
    Recursive = true,
};
var dryRun = new Option<bool>("--dry-run")
{
    Description = "Look, refuse what the real run would refuse, say what would be done, and do "
    + "nothing."
};
var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
var timeout = Seconds("--timeout", "How long to follow a change, in seconds.", 900);
var longTimeout = Seconds("--timeout", "How long to follow all steps, in seconds.", 14_400);
var maxLag = Seconds("--max-lag", "The highest replication lag, in seconds, that is all right.", 5);
var acceptLag = new Option<bool>("--accept-lag")
{
    Description = "Promote although the replication lag is higher, or unknown: what has not "
    + "been replicated is lost."
};
var force = new Option<bool>("--force") { Description = "Go on although checks found reasons against it, and leave the answer to AWS." };
var refuseWrites = new Option<bool>("--refuse-writes")
{
    Description = "To and from a replicated Region: tell the old writer to refuse writes meanwhile. With false, what is written "
        + "there is lost.",
    DefaultValueFactory = _ => true,
};
var refuseFor = Seconds("--refuse-for", "For how long after the writer name has moved the old writer refuses writes, in seconds.",
    FunctionTimes.RecordTtlSeconds + 60);
var direct = new Option<bool>("--direct")
{
    Description = "Change the records from here, with the same comparison, instead of ordering a "
    + "function to: a way round SNS and Lambda."
};
var json = new Option<bool>("--json") { Description = "Write JSON for programs." };
var watch = new Option<bool>("--watch") { Description = "Draw again every five seconds until Ctrl+C, which ends with exit code 0." };
var orders = new Option<bool>("--orders") { Description = "Repeat pins and unpins among the dead letters, too." };
var region = new Argument<string>("region") { Description = "The Region's name, such as us-east-2." };
stacks.CompletionSources.Add(_ => StackFiles.Stacks.Select(name => new CompletionItem(name)));
region.CompletionSources.Add(_ => StackFiles.Regions.Select(name => new CompletionItem(name)));

var migrate = new Command("migrate", "Bring the sessions of the old store along that session-store:migrateFrom names.");
var root = new RootCommand("Operates a session store that the Pulumi program has deployed. Credentials and endpoints are those of the AWS "
    + "SDK.") { stacks, outputs };
var status = Add("status", "Show all Regions side by side; exit code 1 when something is off or unknown.", [json, watch, maxLag],
    (at, line, end) => line.GetValue(watch)
        ? WatchCommand.RunAsync(at.Console, looking => StatusCommand.LookAsync(at, line.GetValue(maxLag), looking), end)
        : StatusCommand.RunAsync(at, line.GetValue(json), line.GetValue(maxLag), end),
    (at, line, end) => line.GetValue(watch)
        ? WatchCommand.RunAsync(at.Console, looking => MemoryDbStatusCommand.LookAsync(at, line.GetValue(maxLag), looking), end)
        : MemoryDbStatusCommand.RunAsync(at, line.GetValue(json), line.GetValue(maxLag), end));
status.Validators.Add(given =>
{
    if (given.GetValue(watch) && given.GetValue(json))
    {
        given.AddError("--watch draws for a person and --json is for a program: expected one of them");
    }
});
Add("verify", "Ask what docs/first-deployment.md asks of a new store, as far as a program can without changing anything, and print a "
    + "report to paste into an issue; exit code 1 when an answer is different or unknown.",
    [], (at, _, end) => VerifyCommand.RunAsync(at, end), (at, _, end) => MemoryDbVerifyCommand.RunAsync(at, end));
Add("promote", "Promote a Region, whoever replicates into it, and follow until the writer name leads to it.",
    [region, maxLag, acceptLag, force, refuseWrites, refuseFor, dryRun, yes, timeout],
    (at, line, end) => PromoteCommand.RunAsync(at, line.GetValue(region)!, new(line.GetValue(maxLag), line.GetValue(acceptLag),
        line.GetValue(force), line.GetValue(refuseWrites), TimeSpan.FromSeconds(line.GetValue(refuseFor))), end));
Add("pin", "Lead the writer name to a Region whatever its role, and keep it there.", [region, direct, force, dryRun, yes, timeout],
    (at, line, end) => PinCommand.RunAsync(at, line.GetValue(region)!, line.GetValue(direct), line.GetValue(force), end));
Add("unpin", "Give the writer name back to the automation.", [direct, dryRun, yes, timeout],
    (at, line, end) => UnpinCommand.RunAsync(at, line.GetValue(direct), end));
Add("accept-writes", "Let a Region's group take writes again that a promotion has told to refuse them.",
    [region, force, dryRun, yes, timeout],
    (at, line, end) => AcceptWritesCommand.RunAsync(at, line.GetValue(region)!, line.GetValue(force), end));
Add("disassociate", "Take a Region out of the datastore when the primary's Region is lost.", [region, dryRun, yes, timeout],
    (at, line, end) => DisassociateCommand.RunAsync(at, line.GetValue(region)!, end));
Add("rejoin", "Make a Region that was lost, or taken out, an empty member of the datastore of the Region that the writer name leads to.",
    [region, dryRun, yes, longTimeout],
    (at, line, end) => RejoinCommand.RunAsync(at, line.GetValue(region)!, end));
Add("reconcile", "Ask the functions to look now, and follow until the writer name is where it belongs.", [dryRun, timeout], (at, _, end) =>
    ReconcileCommand.RunAsync(at, end));
Add("revive-notifications", "Switch ElastiCache's notifications on where they have stopped.", [dryRun, timeout], (at, _, end) =>
    ReviveNotificationsCommand.RunAsync(at, end));
Add("redrive", "Read the dead letters, ask the functions to look, and delete what is done.", [orders, dryRun], (at, line, end) =>
    RedriveCommand.RunAsync(at, line.GetValue(orders), end));
migrate.Add(Command("status", "Show how far it has come; exit code 1 when it is not in step, or something is off.", [json],
    (at, line, end) => MigrateStatusCommand.RunAsync(at, line.GetValue(json), end)));
migrate.Add(Command("finish", "Close the new store to the replicator, once the old one is no longer written to, and say what comes next.",
    [dryRun, yes, timeout], (at, _, end) => MigrateFinishCommand.RunAsync(at, end)));
migrate.Add(Command("resume", "Let the replicator go on after finish, before the application writes to the new store.",
    [dryRun, yes, timeout], (at, _, end) => MigrateResumeCommand.RunAsync(at, end)));
root.Add(migrate);
Add("teardown", "Print the commands that take the store down, in their order; does nothing itself.", [], (at, _, end) =>
    TeardownCommand.RunAsync(at, end), (at, _, end) => MemoryDbTeardownCommand.RunAsync(at, end));

var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
return parsed.Errors.Count > 0 ? Usage : exitCode;

Command Add(string name, string description, IEnumerable<Symbol> symbols,
    Func<CommandContext, ParseResult, CancellationToken, Task<int>> run,
    Func<MemoryDbContext, ParseResult, CancellationToken, Task<int>>? onMemoryDb = null)
{
    var command = Command(name, description, symbols, run, onMemoryDb);
    root.Add(command);
    return command;
}

// A command that has no meaning for a store on MemoryDB has nothing to run there.
Command Command(string name, string description, IEnumerable<Symbol> symbols,
    Func<CommandContext, ParseResult, CancellationToken, Task<int>> run,
    Func<MemoryDbContext, ParseResult, CancellationToken, Task<int>>? onMemoryDb = null)
{
    var command = new Command(name, description);
    foreach (var symbol in symbols)
    {
        if (symbol is Option option)
        {
            command.Add(option);
        }
        else
        {
            command.Add((Argument)symbol);
        }
    }
    command.SetAction((line, cancellationToken) => CarryOutAsync(run, onMemoryDb, line, cancellationToken));
    return command;
}

async Task<int> CarryOutAsync(Func<CommandContext, ParseResult, CancellationToken, Task<int>> run,
    Func<MemoryDbContext, ParseResult, CancellationToken, Task<int>>? onMemoryDb, ParseResult line, CancellationToken cancellationToken)
{
    // What a person can mend says how in its message; anything else is a mistake in here and shows its stack.
    try
    {
        var files = line.GetValue(outputs) ?? [];
        var named = line.GetValue(stacks) ?? [];
        IReadOnlyList<StackOutputs> known = (files, named) switch
        {
            ([_, ..], _) => await Task.WhenAll(files.Select(file => StackOutputs.OfFileAsync(file, cancellationToken))),
            (_, [_, ..]) => await Task.WhenAll(named.Select(stack => StackOutputs.OfPulumiAsync(stack, cancellationToken))),
            _ => await StoreFinder.FindAsync(cancellationToken),
        };
        using var clients = new ServiceClients();
        var redirected = Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = Console.IsInputRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            // A file has no width that anything would have to fit into.
            console.Profile.Width = 1000;
        }
        if (MemoryDbStore.Is(known))
        {
            var store = MemoryDbStore.Read(known);
            return onMemoryDb is null
                ? throw MeaninglessCommand.Refusal(store, PathOf(line.CommandResult.Command))
                : await onMemoryDb(new(store, clients, console), line, cancellationToken);
        }
        var options = new CommandOptions(Given(dryRun), Given(yes), TimeSpan.FromSeconds(Patience()));
        return await run(new(StoreReader.Read(known), clients, console, options), line, cancellationToken);
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync("Interrupted. What was asked for may still happen: look with status.");
        return Failure;
    }
    catch (OpsException failure)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return Failure;
    }
    catch (Exception failure) when (ServiceFailure.Is(failure, cancellationToken))
    {
        await Console.Error.WriteLineAsync(ServiceFailure.Of(failure).Message);
        return Failure;
    }

    // Zero for a command that follows nothing.
    double Patience() => new[] { timeout, longTimeout }.Where(option => line.GetResult(option) is not null)
        .Select(option => line.GetValue(option)).SingleOrDefault();

    // A command of a command, as migrate finish.
    static string PathOf(Command given) => given.Parents.OfType<Command>().FirstOrDefault(above => above is not RootCommand) is { } above
        ? $"{PathOf(above)} {given.Name}" : given.Name;

    bool Given(Option<bool> option) => line.GetResult(option) is not null && line.GetValue(option);
}

static Option<double> Seconds(string name, string description, double value)
{
    var option = new Option<double>(name) { Description = $"{description}", DefaultValueFactory = _ => value };
    option.Validators.Add(given =>
    {
        if (given.Tokens is [var token] && !(double.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number >= 0))
        {
            given.AddError($"{name} is \"{token.Value}\": expected a number of seconds from 0");
        }
    });
    return option;
}
