using System.Collections.Concurrent;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>The replicators of all Regions that have one, and everything that is seen of them.</summary>
internal sealed class Replication(LiveStage stage, IReadOnlyList<LiveReplicator> workers)
{
    private readonly ConcurrentQueue<InStep> _inStep = new();
    private readonly List<Unreplicated> _unreplicated = [];
    private readonly List<Refused> _refused = [];
    private (string Of, TimeSpan From)? _open;

    /// <summary>The longest that a replicator may take until it is in step: all that anything is allowed to take.</summary>
    public TimeSpan Bound => stage.TakeOver.Promised;

    /// <summary>Lets an operator's commands reach the instances, and CloudWatch hear of the metrics.</summary>
    public void Connect()
    {
        stage.World.Ssm.Commands.Run = (region, group, script) => workers.SingleOrDefault(
            worker => worker.Region.Name == region && worker.Group == group) is { } worker && worker.Region.Topic.Up
                ? RunAsync(worker, script) : null;
        workers.ToList().ForEach(worker => worker.Start());
        foreach (var region in stage.Regions)
        {
            var apply = region.Local.Member.Parameters.ApplyAsync;
            region.Local.Member.Parameters.ApplyAsync = async (parameter, value) =>
            {
                await apply(parameter, value);
                NoteRefusal(region);
                // Whoever is promoted has to take over from here on: the other one, of two.
                stage.Note($"{parameter} is {value} in {region.Name}",
                    disturbs: Refuses(region) ? stage.Regions.Single(other => other != region).Name : null);
            };
        }
    }

    /// <summary>Brings the metrics to CloudWatch until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                foreach (var worker in workers)
                {
                    worker.Region.Local.Metrics.Send(worker.News());
                }
                await Task.Delay(200, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>The replicator of a Region.</summary>
    public LiveReplicator Of(LiveRegion region) => workers.Single(worker => worker.Region == region);

    /// <summary>Waits until a Region's replicator is in step, and CloudWatch knows of it.</summary>
    /// <exception cref="SpoiltException">It ended by itself, or it has not been in step within the patience.</exception>
    public async Task InStepAsync(LiveRegion region, CancellationToken cancellationToken)
    {
        var (worker, since) = (Of(region), stage.Clock.Elapsed);
        await stage.WithinPatienceAsync($"for the replicator of {region.Name} to be in step", async limit =>
        {
            while (worker.Health() is not { InStep: true })
            {
                if (worker.DiedUnplanned)
                {
                    throw new SpoiltException(
                        $"the replicator of {region.Name} ended:{Environment.NewLine}{string.Join(Environment.NewLine, worker.Log)}");
                }
                await Task.Delay(50, limit);
            }
        }, cancellationToken);
        var took = stage.Clock.Elapsed - since;
        _inStep.Enqueue(new(region.Name, since, took));
        stage.Note($"the replicator of {region.Name} is in step");
        // The operator sees what the metrics of a whole second say.
        await Task.Delay(TimeSpan.FromSeconds(2.5), cancellationToken);
    }

    /// <summary>Notes that from now on nothing comes from a Region that is lost, but for what its replicator had read.</summary>
    /// <param name="left">The Region whose replicator read it.</param>
    public void Lose(LiveRegion left)
    {
        // The worker writes its health each second, and what was read then may be a second old.
        var lag = Of(left).Health() is { InStep: true } health ? health.Lag : TimeSpan.Zero;
        _open = (stage.Regions.Single(other => other != left).Name, stage.Clock.Elapsed - lag - TimeSpan.FromSeconds(1.5));
    }

    /// <summary>Notes that writers have followed the name to a Region: from now on nothing excuses a loss.</summary>
    public void Followed()
    {
        if (_open is { } open)
        {
            _unreplicated.Add(new(open.Of, open.From, stage.Clock.Elapsed));
            _open = null;
        }
    }

    /// <summary>What was seen, with the comparison of both stores, which nobody writes to any more.</summary>
    /// <param name="writer">The Region that the name leads to.</param>
    public async Task<ReplicationFacts> ReadAsync(LiveRegion? writer, CancellationToken cancellationToken)
    {
        Followed();
        StoreDifferences? differences = null;
        var copies = stage.Regions.Where(region => region != writer).ToArray();
        if (writer is not null && copies is [var copy])
        {
            await InStepAsync(copy, cancellationToken);
            differences = await StoreComparison.OfAsync(writer.Server, copy.Server);
        }
        return new([.. _inStep], Bound, [.. _unreplicated], differences) { Refused = [.. _refused] };
    }

    private async Task<(int, string, string)> RunAsync(LiveReplicator worker, string script)
    {
        var done = await worker.RunAsync(script);
        if (script.Contains(" hold", StringComparison.Ordinal) && done.ExitCode == 0)
        {
            stage.Note(
                $"the store in {worker.Region.Name} is closed to its replicator",
                disturbs: stage.Regions.Any(Refuses) ? null : worker.Region.Name);
        }
        return done;
    }

    private void NoteRefusal(LiveRegion region)
    {
        lock (_refused)
        {
            if (Refuses(region))
            {
                _refused.Add(new(region.Name, stage.Clock.Elapsed, TimeSpan.MaxValue));
            }
            else if (_refused is [.., var last])
            {
                _refused[^1] = last with { To = stage.Clock.Elapsed };
            }
        }
    }

    private static bool Refuses(LiveRegion region) => region.Local.Member.Parameters["min-replicas-to-write"] != "0";
}
