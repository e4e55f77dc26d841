using System.CommandLine;
using SessionStore.Rehearsal;

const int Usage = 2;

var command = new RootCommand("Runs both stages from the committed stack files, then promotes the secondary and goes back, on this machine.");
command.SetAction(async (_, _) => await new Rehearsal(Console.Out).RunAsync() ? 0 : 1);
var parsed = command.Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? Usage : exitCode;
