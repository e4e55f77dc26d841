using SessionStore.Contract;

namespace SessionStore.Rehearsal.Live;

/// <summary>What scenarios are made of.</summary>
internal static class Steps
{
    /// <summary>Waits until the functions have come to the end of what was published.</summary>
    public static Task DrainAsync(LiveStage stage, CancellationToken cancellationToken) => stage.WithinPatienceAsync(
        "for the functions to come to the end of what was published",
        limit => Task.WhenAll(stage.Regions.Select(region => region.Topic.DrainAsync())).WaitAsync(limit),
        cancellationToken);

    /// <summary>Ends everything that a Region has: servers, applications, control plane and topic.</summary>
    public static Task LoseAsync(LiveStage stage, LiveRegion region)
    {
        region.Local.Member.Reachable = region.Topic.Up = false;
        return Task.WhenAll(region.Cache.KillAsync(), stage.Applications?.KillAsync(region.Name) ?? Task.CompletedTask);
    }

    /// <summary>
    /// Brings a Region back with empty servers: as the primary that it believes to be, and that members which were never taken out follow,
    /// or, where the datastore has another one, as its secondary.
    /// </summary>
    public static async Task ReturnAsync(LiveStage stage, LiveRegion region, CancellationToken cancellationToken)
    {
        await stage.WithinPatienceAsync("for the servers of the lost Region to start again", region.Cache.StartAsync, cancellationToken);
        region.Local.Member.Reachable = region.Topic.Up = true;
        var primary = region;
        foreach (var other in stage.Regions.Where(other => other != region && other.Server.IsRunning))
        {
            primary = await stage.Datastore.RoleAsync(other) == MemberRoles.Primary ? other : primary;
        }
        stage.Note($"{region.Name} is back and {(primary == region ? "believes that it is the primary" : $"follows {primary.Name}")}");
        await stage.WithinPatienceAsync(
            "for the members of the datastore to follow", limit => stage.Datastore.FollowAsync(primary, limit), cancellationToken);
        if (stage.Applications is { } applications)
        {
            await stage.WithinPatienceAsync(
                "for the applications of the lost Region to start again",
                limit => applications.ReplaceAsync(region.Name, limit),
                cancellationToken);
            stage.Note($"new instances of the application in {region.Name} take requests");
        }
    }

    /// <summary>Promotes a Region as an operator does, and waits until it has taken over.</summary>
    /// <param name="options">Further options of the command.</param>
    public static async Task PromoteAsync(
        LiveStage stage, LiveRegion region, CancellationToken cancellationToken, params string[] options)
    {
        var since = stage.Clock.Elapsed;
        // Whatever an operator is told, a promotion that ElastiCache has accepted goes on.
        await OperateAsync(
            stage,
            "promote",
            region,
            () => stage.Events.Any(happened => happened.Disturbs == region.Name && happened.At >= since),
            cancellationToken,
            options);
        await stage.RecoveredAsync(region, cancellationToken);
    }

    /// <summary>
    /// Runs a command of the operator's tool to its end. One that fails before anything came of it says nothing about the promises: a lag
    /// above the operator's limit, for instance.
    /// </summary>
    /// <param name="region">The Region that it is about.</param>
    /// <param name="isUnderWay">Whether what was asked for happens, although the command has failed.</param>
    /// <param name="options">Further options of the command.</param>
    /// <exception cref="SpoiltException">The command has failed, and nothing came of it.</exception>
    public static async Task OperateAsync(
        LiveStage stage, string command, LiveRegion region, Func<bool> isUnderWay, CancellationToken cancellationToken,
        params string[] options)
    {
        stage.Note($"the operator: {string.Join(' ', [command, region.Name, .. options])}");
        var patience = $"{Math.Ceiling(stage.TakeOver.Promised.TotalSeconds)}";
        var run = await stage.World.Operator.RunAsync(
            cancellationToken, [command, region.Name, .. options, "--yes", "--timeout", patience]);
        if (run.ExitCode != 0)
        {
            var failure = $"{command} {region.Name} failed with exit code {run.ExitCode}: {run.Text.Trim()}";
            stage.Note(failure);
            await stage.ThrowIfDeadAsync();
            if (!isUnderWay())
            {
                throw new SpoiltException(failure);
            }
        }
    }
}
