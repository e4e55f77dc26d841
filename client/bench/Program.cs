using SessionStore.Client.Bench;

// Figures, not limits: run it on a machine that does nothing else. `dotnet run -c Release --project client/bench [overhead] [nearest]
// [recovery] [outage]`
string[] all = ["overhead", "nearest", "recovery", "outage"];
foreach (var name in args.Length > 0 ? args : all)
{
    await (name switch
    {
        "overhead" => Overhead.RunAsync(),
        "nearest" => Nearest.RunAsync(),
        "recovery" => Recovery.RunAsync(),
        "outage" => Outage.RunAsync(),
        _ => throw new ArgumentException($"{name}: expected one of {string.Join(", ", all)}"),
    });
}
