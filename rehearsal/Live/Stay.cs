using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>Everything runs on, and a person says what happens: lines at a prompt, or commands at another terminal.</summary>
/// <param name="input">What the person types.</param>
/// <param name="output">What the person reads.</param>
internal sealed class Stay(LiveStage stage, TextReader input, TextWriter output)
{
    private const string Expected = "expected ops, kill, return, help or quit";

    /// <summary>Does what the person says, until that is to quit.</summary>
    /// <param name="cancellationToken">Ends it, as Ctrl+C does.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ExplainAsync();
        var begun = new List<Task>();
        while (true)
        {
            // A terminal is read synchronously, whatever it is asked: the thread is left to itself at the end.
            var line = await Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
            // Without somebody who types, as in the background, only a signal ends it.
            await (line is null ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask);
            if (line!.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var command, .. var arguments])
            {
                continue;
            }
            if (command == "quit")
            {
                break;
            }
            // A Region may be killed while another one is promoted.
            begun.Add(ObeyAsync(command, arguments, cancellationToken));
        }
        await Task.WhenAll(begun);
    }

    private async Task ObeyAsync(string command, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            await (command switch
            {
                "ops" => OperateAsync(arguments, cancellationToken),
                "kill" => KillAsync(RegionOf(command, arguments)),
                "return" => ReturnAsync(RegionOf(command, arguments), cancellationToken),
                "help" => ExplainAsync(),
                _ => throw new ArgumentException($"{command}: {Expected}"),
            });
        }
        // Whatever a person tries, the rest runs on.
        catch (Exception failure) when (failure is ArgumentException or SpoiltException or IOException or InvalidOperationException)
        {
            await output.WriteLineAsync(failure.Message);
        }
    }

    private async Task OperateAsync(string[] arguments, CancellationToken cancellationToken)
    {
        await using var tool = stage.World.Operator.Start(arguments);
        var told = 0;
        for (var ended = false; !ended;)
        {
            ended = await Task.WhenAny(tool.Exit, Task.Delay(100, cancellationToken)) == tool.Exit;
            foreach (var line in tool.Lines.Skip(told))
            {
                await output.WriteLineAsync(line);
                told++;
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
        await output.WriteLineAsync($"ops {string.Join(' ', arguments)}: {(tool.ExitCode == 0 ? "done" : $"exit code {tool.ExitCode}")}");
    }

    private async Task KillAsync(LiveRegion region)
    {
        if (!IsThere(region))
        {
            throw new ArgumentException($"{region.Name} is lost already: \"return {region.Name}\" brings it back");
        }
        await Steps.LoseAsync(stage, region);
        stage.Note($"{region.Name} is lost (SIGKILL): its servers, its application, its control plane");
    }

    private Task ReturnAsync(LiveRegion region, CancellationToken cancellationToken) => IsThere(region)
        ? throw new ArgumentException($"{region.Name} is not lost: expected \"kill {region.Name}\" before")
        : Steps.ReturnAsync(stage, region, cancellationToken);

    private LiveRegion RegionOf(string command, string[] arguments) =>
        arguments is [var name] && stage.Regions.FirstOrDefault(region => region.Name == name) is { } region ? region
            : throw new ArgumentException($"{command} {string.Join(' ', arguments)}: expected one Region, "
                + string.Join(" or ", stage.Regions.Select(known => known.Name)));

    private static bool IsThere(LiveRegion region) => region.Cache.Nodes.Any(node => node.IsRunning);

    private async Task ExplainAsync()
    {
        var (home, away) = (stage.Regions[0].Name, stage.Regions[1].Name);
        (string Line, string What)[] lines =
        [
            (stage.Applications!.Url, "the shop, at any instance in any Region: open it in a browser"),
            .. stage.Regions.SelectMany(region => stage.Applications.In(region.Name).Select(instance =>
                (instance.Address.ToString().TrimEnd('/'), $"only in {region.Name}"))),
            ("", ""),
            ("ops status", "both Regions side by side"),
            ($"ops promote {away} --yes", $"a planned failover; {home} brings it back"),
            ("", ""),
            ($"kill {home}", "the Region is lost: servers, application and control plane, as by SIGKILL"),
            ($"ops disassociate {away} --yes", "what an operator does then: take the other Region out of the datastore,"),
            ($"ops pin {away} --yes", "and pin the writer name to it"),
            ($"return {home}", "the lost Region comes back, empty"),
            ("", ""),
            ("help", "this"),
            ("quit, or Ctrl+C", "end everything"),
        ];
        await output.WriteLineAsync($"{Environment.NewLine}Everything runs. Type these lines here:{Environment.NewLine}");
        foreach (var (line, what) in lines)
        {
            await output.WriteLineAsync($"  {line,-38} {what}".TrimEnd());
        }
        if (!OperatingSystem.IsWindows())
        {
            await output.WriteLineAsync(
                $"{Environment.NewLine}At another terminal, type {stage.World.Operator.MakeCommand()} in the place of ops.");
        }
        await output.WriteLineAsync();
        await output.FlushAsync();
    }
}
