using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using SessionStore.Engine;
using SessionStore.Rehearsal;
using SessionStore.Rehearsal.Live;
using SessionStore.Rehearsal.LocalCloud;

const string About = """
    Plays failovers on this machine: the stages from the committed stack files, real servers with TLS, the published functions.

    Exit codes: 0 every promise was kept; 1 one was broken; 2 the command line is wrong; 3 not played to the end, most often
    because the machine is too slow, which says nothing about the promises; 4 nothing could be started; 130 interrupted.
    """;

if (HastyApplication.Is(args, out var minute))
{
    await HastyApplication.RunAsync(minute);
    return ExitCode.Kept;
}

// Registered before anything is started, and without the time limit of the command line library: a rehearsal that is given up on
// leaves moto behind.
using var interruption = new CancellationTokenSource();
var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
    .Select(signal => PosixSignalRegistration.Create(signal, Interrupt)).ToArray();

var names = new Option<string[]>("--scenario")
{
    Description = "What to play: see --list. By default promote, or the first one that the option's store can play.",
};
names.AcceptOnlyFromAmong([.. Scenario.All.Select(scenario => scenario.Name)]);
var everything = new Option<bool>("--all") { Description = "Play every scenario." };
var list = new Option<bool>("--list") { Description = "List the scenarios." };
var plan = new Option<bool>("--plan") { Description = "Show what each `pulumi up` would create, and play nothing." };
var json = new Option<bool>("--json") { Description = "Print the figures alone, as JSON." };
var regions = new Option<int>("--regions")
{
    Description = "How many Regions: 3 adds the one of examples/Pulumi.tertiary.yaml.",
    DefaultValueFactory = _ => 2,
};
regions.AcceptOnlyFromAmong([.. Enumerable.Range(2, World.MostRegions - 1).Select(number => $"{number}")]);
var option = new Option<string?>("--option") { Description = "Play the stack files of an option in tests/stacks, in two Regions." };
option.AcceptOnlyFromAmong([.. OptionFiles.Names]);
var stay = new Option<bool>("--stay")
{
    Description = "Start everything and leave it to you: a shop in a browser, and lines to type. Plays a scenario only if one is named.",
};
var app = new Option<bool>("--app")
{
    Description = "Start the session application, two instances in each Region, and visit it: by default in promote and region-loss.",
};
var runs = Number("--runs", "How often to play each scenario.", 1);
var rate = Number("--rate", "Writes a second in each Region.", 50);
var tick = Number("--tick", "How long a minute of the minute rule, the alarms and the health checks lasts here, in milliseconds.", 2000);
var seed = Number("--seed", "What the random choices start from: the same number plays the same ones.", 1);
var outage = Number("--outage", "How long the Route 53 control plane is gone in route53-down, in milliseconds.", 30000);
var patience = Number("--patience", "How many seconds this machine may take to start a part, or for what no promise is about.", 300);
var notice = new Option<NoticeFault>("--notice")
{
    Description = "What happens to ElastiCache's notices.",
    DefaultValueFactory = _ => NoticeFault.None,
};
// Not a RootCommand: its name would be the assembly's.
var command = new Command("./rehearse", About)
{
    names, everything, list, plan, stay, json, regions, option, app, runs, rate, tick, seed, outage, patience, notice, new HelpOption(),
};
command.Validators.Add(new CommandLineRules
{
    Names = names,
    Everything = everything,
    Option = option,
    App = app,
    Stay = stay,
    WithoutStay = [everything, list, plan, json, runs],
    WithoutMemoryDb = [notice, outage],
    WithoutOption = [regions],
}.Check);
command.SetAction(async (line, _) =>
{
    if (line.GetValue(list))
    {
        // Without an option, those of every store.
        Array.ForEach(
            [.. Scenario.All.Where(scenario => line.GetValue(option) is not { } of || scenario.FitsTo(of))],
            scenario => Console.WriteLine($"{scenario.Name,-18} {scenario.AboutIn(line.GetValue(option))}"));
        return ExitCode.Kept;
    }
    var files = line.GetValue(option) is { } chosenOption ? OptionFiles.Of(chosenOption) : World.Files(line.GetValue(regions));
    // The committed files are everybody's to change.
    if (line.GetValue(option) is null && !line.GetValue(plan)
        && files.FirstOrDefault(file => file.Get("session-store:store") == Scenario.ActiveOption) is { } active)
    {
        await Console.Error.WriteLineAsync(
            $"stack {active.Stack}: session-store:store is \"{Scenario.ActiveOption}\": expected a Global Datastore; "
            + $"--option {Scenario.ActiveOption} plays what there is to play of such a store, --plan shows what `pulumi up` would create");
        return ExitCode.NotStarted;
    }
    var rehearsal = new Rehearsal(Console.Out, Path.Combine(Checkout.Root, "artifacts"));
    if (line.GetValue(plan))
    {
        await rehearsal.PlanAsync(files, interruption.Token);
        return ExitCode.Kept;
    }
    var fitting = Scenario.All.Where(scenario => scenario.FitsTo(line.GetValue(option)));
    var chosen = line.GetValue(everything) ? [.. fitting]
        : line.GetValue(names) is { Length: > 0 } wanted ? Scenario.All.Where(scenario => wanted.Contains(scenario.Name)).ToArray()
        : [fitting.First()];
    var options = new RunOptions(
        line.GetValue(rate), TimeSpan.FromMilliseconds(line.GetValue(tick)), line.GetValue(seed),
        TimeSpan.FromMilliseconds(line.GetValue(outage)), line.GetValue(notice), line.GetValue(regions), line.GetValue(option))
    {
        Patience = TimeSpan.FromSeconds(line.GetValue(patience)),
        App = line.GetResult(app) is { Implicit: false } ? line.GetValue(app) : null,
    };
    if (line.GetValue(stay))
    {
        var named = line.GetResult(names) is { Implicit: false };
        return ExitCode.Of(await rehearsal.StayAsync(named ? chosen.Single() : null, options, Console.In, interruption.Token));
    }
    if (chosen.Length == 1 && line.GetValue(runs) == 1 && !line.GetValue(json))
    {
        await rehearsal.PlanAsync(files, interruption.Token);
    }
    return ExitCode.Of(await rehearsal.PlayAsync(chosen, line.GetValue(runs), options, line.GetValue(json), interruption.Token));
});
var parsed = command.Parse(args);
try
{
    var exitCode = await parsed.InvokeAsync(new InvocationConfiguration
    {
        ProcessTerminationTimeout = null,
        EnableDefaultExceptionHandler = false,
    });
    return parsed.Errors.Count > 0 ? ExitCode.Usage : exitCode;
}
catch (OperationCanceledException) when (interruption.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Interrupted: everything that was started has been ended.");
    return ExitCode.Interrupted;
}
// What a person can mend says how in its message; anything else is a mistake in here and shows its stack.
catch (Exception failure) when (
    failure is InvalidOperationException or InvalidDataException or IOException or UnauthorizedAccessException or Pulumi.RunException)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return ExitCode.NotStarted;
}
finally
{
    Array.ForEach(signals, signal => signal.Dispose());
}

void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interruption.Cancel();
}

static Option<int> Number(string name, string description, int value)
{
    var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
    option.Validators.Add(given =>
    {
        if (given.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number < 1))
        {
            given.AddError($"{name} is \"{token.Value}\": expected a whole number from 1");
        }
    });
    return option;
}
