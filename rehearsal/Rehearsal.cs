using SessionStore.Engine;
using SessionStore.Rehearsal.Live;
using SessionStore.Rehearsal.LocalCloud;
using SessionStore.Rehearsal.Reports;

namespace SessionStore.Rehearsal;

/// <summary>Plays scenarios, tells what happens, and leaves a page and the figures behind.</summary>
/// <param name="output">Where a person reads along.</param>
/// <param name="folder">Where the page and the figures go.</param>
internal sealed class Rehearsal(TextWriter output, string folder)
{
    /// <summary>Shows what each <c>pulumi up</c> would create.</summary>
    /// <param name="files">The stack files, in the order in which they are deployed.</param>
    public async Task PlanAsync(IReadOnlyList<StackFile> files, CancellationToken cancellationToken)
    {
        // Without a world: it has no part for what is not played, such as a store on MemoryDB.
        var stages = new Dictionary<string, StageRun>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var region = file.Require("aws:region");
            var stage = stages[file.FullName] = await StageRun.OfAsync(file, new FakeCloud(region)
            {
                StackReference = name => stages.GetValueOrDefault(name)?.Outputs,
                StackSecrets = name => stages[name].SecretOutputs,
            });
            await output.WriteLineAsync($"pulumi up --stack {file.Stack}   {region}, {StagePlan.Count(stage)} AWS resources");
            foreach (var line in StagePlan.Lines(stage))
            {
                await output.WriteLineAsync(line);
            }
            await output.WriteLineAsync();
        }
    }

    /// <summary>Starts everything, plays a scenario where one is wanted, and leaves the rest to a person.</summary>
    /// <param name="scenario">What to play first; null for nothing, and then no clients run.</param>
    /// <param name="input">What the person types.</param>
    /// <param name="cancellationToken">Ends it, with everything that it started.</param>
    /// <returns>The worst that became of any promise of the scenario.</returns>
    public async Task<Judgement> StayAsync(Scenario? scenario, RunOptions options, TextReader input, CancellationToken cancellationToken)
    {
        var tell = TextWriter.Synchronized(output);
        var started = options with { Applications = true, Clients = scenario is not null };
        await tell.WriteLineAsync("Starting the servers and the application in all Regions: some seconds ...");
        try
        {
            if (scenario is not null)
            {
                return await PlayAndStayAsync(scenario, started, input, tell, cancellationToken);
            }
            await using var stage = await LiveStage.StartAsync(started, Tell, cancellationToken);
            await new Stay(stage, input, tell).RunAsync(cancellationToken);
            return Judgement.Kept;
        }
        catch (SpoiltException spoilt)
        {
            await tell.WriteLineAsync(spoilt.Message);
            return Judgement.Unknown;
        }

        void Tell(Event happened) => tell.WriteLine(TextReport.Line(happened));
    }

    private async Task<Judgement> PlayAndStayAsync(
        Scenario scenario, RunOptions options, TextReader input, TextWriter tell, CancellationToken cancellationToken)
    {
        using var artifacts = Artifacts.Take(folder);
        var stayed = false;
        var facts = await Run.PlayAsync(
            scenario,
            options,
            happened => tell.WriteLine(TextReport.Line(happened)),
            cancellationToken,
            async (stage, seen) =>
            {
                stayed = true;
                await ReportAsync(seen);
                await new Stay(stage, input, tell).RunAsync(cancellationToken);
            });
        await (stayed ? Task.CompletedTask : ReportAsync(facts));
        return Verdict.Of(facts);

        async Task ReportAsync(Facts seen)
        {
            foreach (var line in TextReport.Lines(seen))
            {
                await tell.WriteLineAsync(line);
            }
            artifacts.Write([seen]);
            await tell.WriteLineAsync($"Picture: {artifacts.Page} ({artifacts.Size}); figures: {artifacts.Figures}");
        }
    }

    /// <summary>Plays scenarios.</summary>
    /// <param name="json">Whether the figures alone go to the output, as JSON.</param>
    /// <param name="cancellationToken">Ends it early, with everything that it started.</param>
    /// <returns>The worst that became of any promise.</returns>
    public async Task<Judgement> PlayAsync(
        IReadOnlyList<Scenario> scenarios, int runs, RunOptions options, bool json, CancellationToken cancellationToken)
    {
        using var artifacts = Artifacts.Take(folder);
        var tell = json ? TextWriter.Null : TextWriter.Synchronized(output);
        var all = new List<Facts>();
        foreach (var scenario in scenarios)
        {
            var recoveries = new List<TimeSpan>();
            for (var run = 1; run <= runs; run++)
            {
                await tell.WriteLineAsync($"{scenario.Name}{(runs > 1 ? $" {run}/{runs}" : "")}: {scenario.AboutIn(options.Option)}");
                var facts = await Run.PlayAsync(
                    scenario,
                    options with { Applications = options.App ?? scenario.App },
                    happened => tell.WriteLine(TextReport.Line(happened)),
                    cancellationToken);
                all.Add(facts);
                recoveries.AddRange(facts.Recoveries.Select(recovery => recovery.Took).OfType<TimeSpan>());
                foreach (var line in TextReport.Lines(facts))
                {
                    await tell.WriteLineAsync(line);
                }
                await tell.WriteLineAsync();
            }
            if (runs > 1 && recoveries.Count > 0)
            {
                recoveries.Sort();
                var (median, worst) = (TextReport.Milliseconds(recoveries[recoveries.Count / 2]), TextReport.Milliseconds(recoveries[^1]));
                await tell.WriteLineAsync(
                    $"{scenario.Name}: writers recovered in {median} (median of {recoveries.Count}), {worst} at worst");
                await tell.WriteLineAsync();
            }
        }
        var figures = artifacts.Write(all);
        await (json ? output.WriteLineAsync(figures) : tell.WriteLineAsync(
            $"Picture: {artifacts.Page} ({artifacts.Size}); figures: {artifacts.Figures}"));
        return all.Max(Verdict.Of);
    }
}
