using System.CommandLine;
using System.Runtime.InteropServices;
using SessionStore.Rehearsal;

const int Usage = 2;
const int Interrupted = 130;

// Registered before anything is started, and without the time limit of the command line library: a rehearsal that is given up on
// leaves moto behind.
using var interruption = new CancellationTokenSource();
var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Interrupt)).ToArray();

var command = new RootCommand("Runs both stages from the committed stack files, then promotes the secondary and goes back, on this machine.");
command.SetAction(async (_, _) => await new Rehearsal(Console.Out).RunAsync(interruption.Token) ? 0 : 1);
var parsed = command.Parse(args);
try
{
    var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? Usage : exitCode;
}
catch (OperationCanceledException) when (interruption.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Interrupted: everything that was started has been ended.");
    return Interrupted;
}
// What a person can mend says how in its message; anything else is a mistake in here and shows its stack.
catch (Exception failure) when (failure is InvalidOperationException or InvalidDataException or IOException or Pulumi.RunException)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
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
