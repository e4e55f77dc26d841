namespace SessionStore.Rehearsal.Live;

/// <summary>What scenarios of a store in which every Region takes writes are made of.</summary>
internal static class ActiveSteps
{
    /// <summary>Ends everything that a Region has: its server, its instances and its control plane.</summary>
    public static async Task LoseAsync(ActiveStage stage, StandInServer server)
    {
        var (node, at) = (server.Node, stage.Diary.Clock.Elapsed);
        stage.World.Lost[server.Region] = true;
        await Task.WhenAll(server.KillAsync(), stage.Applications.KillAsync(server.Region));
        stage.Losses.Add(new(server.Region, node, at));
        stage.Diary.Note($"{server.Region} is lost (SIGKILL): its server and its instances", disturbs: server.Region, gone: node);
    }

    /// <summary>Brings a Region back, with an empty server and new instances.</summary>
    public static async Task ReturnAsync(ActiveStage stage, StandInServer server, CancellationToken cancellationToken)
    {
        await stage.WithinPatienceAsync("for the server of the lost Region to start again", server.StartAsync, cancellationToken);
        stage.World.Lost.TryRemove(server.Region, out _);
        stage.Diary.Note($"{server.Region} is back, and empty: on AWS what had been replicated comes from the other Region");
        await stage.Courier.CarryAsync(cancellationToken);
        await stage.WithinPatienceAsync(
            "for the applications of the lost Region to start again",
            limit => stage.Applications.ReplaceAsync(server.Region, limit),
            cancellationToken);
        stage.Diary.Note($"new instances of the application in {server.Region} take requests");
    }

    /// <summary>Lets the operator look, and writes down what the tool prints.</summary>
    public static async Task StatusAsync(ActiveStage stage, CancellationToken cancellationToken)
    {
        var run = await stage.World.Operator.RunAsync(cancellationToken, "status");
        stage.Diary.Note($"the operator: status, exit code {run.ExitCode}");
        foreach (var line in run.Lines.Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            stage.Diary.Note($"  {line.TrimEnd()}", detail: true);
        }
    }

    /// <summary>Waits until all visitors near a Region get pages from one.</summary>
    /// <param name="region">The Region that they are near to.</param>
    /// <param name="by">The Region that makes the pages.</param>
    public static async Task ServedAsync(ActiveStage stage, string region, string by, CancellationToken cancellationToken)
    {
        var (since, visitors) = (stage.Diary.Clock.Elapsed, stage.Homes.Where(home => home.Value == region).Select(home => home.Key));
        if (await stage.UntilAsync(
            () => visitors.All(visitor => stage.Visits.Pages.Any(page =>
                page.Visitor == visitor && page.ServedBy == by && page.Asked > since)),
            cancellationToken) is not null)
        {
            stage.Diary.Note($"the accelerator's stand-in leads the visitors near {region} {(by == region ? "back there" : $"to {by}")}");
        }
    }
}
