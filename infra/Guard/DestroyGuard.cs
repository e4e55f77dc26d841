using Pulumi;

namespace SessionStore.Infra.Guard;

/// <summary>
/// Refuses <c>pulumi destroy</c> while it would do harm. It depends on everything else in the stack, so that it is deleted first, and its
/// hook is asked before: as long as that throws, nothing is deleted. Because of the hook a destroy has to run the program
/// (<c>--run-program</c>); the engine refuses one that does not. An update never deletes it, so that it never stands in the way of one. For
/// that its type and its name are for ever: with others an update would delete the old one.
/// </summary>
internal sealed class DestroyGuard : ComponentResource
{
    /// <summary>
    /// The hook's name, for ever: the state of every stack holds it, and by it the engine finds the hook of what it deletes. Where the
    /// program registers another, deleting the guard fails with "hook was not registered" (RunHooks in
    /// pkg/resource/deploy/deployment.go of pulumi/pulumi).
    /// </summary>
    public const string HookName = "destroy-guard";

    /// <summary>How long an answer is waited for, with all retries and whatever the credentials need.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public DestroyGuard(string name, DestroyGuardArgs args, ComponentResourceOptions? options = null)
        : base("session-store:guard:DestroyGuard", name, Guarding(options ?? new(), args))
    {
        var outputs = new Dictionary<string, object?>
        {
            [nameof(GuardedRegion.Region)] = args.Region,
            [nameof(GuardedRegion.ReplicationGroupId)] = args.ReplicationGroupId,
            [nameof(GuardedRegion.PrimaryEndpoint)] = args.PrimaryEndpoint,
            [nameof(GuardedRegion.VpcId)] = args.VpcId,
            [nameof(GuardedRegion.HostedZoneId)] = args.HostedZoneId,
            [nameof(GuardedRegion.WriterName)] = args.WriterName,
        };
        if (args.MultiRegionClusterName is { } multiRegionCluster)
        {
            outputs[nameof(GuardedRegion.MultiRegionClusterName)] = multiRegionCluster;
        }
        RegisterOutputs(outputs);
    }

    /// <summary>Asks whether what is about to be deleted may be.</summary>
    /// <param name="refusal">Why it may not; null when it may.</param>
    /// <param name="args">The guard as the stack's state has it.</param>
    /// <param name="time">Tells when <see cref="Patience"/> ends.</param>
    /// <exception cref="InvalidOperationException">It may not, or nobody knows; the message says why and what to do.</exception>
    public static async Task AskAsync(
        Func<GuardedRegion, CancellationToken, Task<string?>> refusal,
        ResourceHookArgs args,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        string? reason;
        try
        {
            reason = await refusal(GuardedRegion.Of(args.OldOutputs), cancellationToken).WaitAsync(Patience, time, cancellationToken);
        }
        // Of a request (the SDK's), or of all of them: neither message says who was silent.
        catch (TimeoutException)
        {
            reason = "whether this stack may be destroyed could not be learned: AWS did not answer in time";
        }
        // Whatever it is: what cannot be looked at is not destroyed.
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            reason = $"whether this stack may be destroyed could not be learned: {failure.Message}";
        }
        if (reason is not null)
        {
            throw new InvalidOperationException(
                $"{reason}{Environment.NewLine}`scripts/ops teardown` prints what to do, in its order. If you know better, "
                + $"take this guard away with `pulumi state delete '{args.Urn}'` and destroy without --run-program.");
        }
    }

    private static ComponentResourceOptions Guarding(ComponentResourceOptions options, DestroyGuardArgs args)
    {
        options.DependsOn = args.Everything.ToArray();
        options.Hooks.BeforeDelete.Add(Hook(args.Refusal));
        return options;
    }

    // Also in the preview, so that the destroy is refused before anybody is asked whether to go on.
    private static ResourceHook Hook(Func<GuardedRegion, CancellationToken, Task<string?>> refusal) =>
        new(
            HookName,
            (args, cancellationToken) => AskAsync(refusal, args, TimeProvider.System, cancellationToken),
            new() { OnDryRun = true });
}

/// <summary>What a guard watches over; it is kept in the stack's state, where the hook finds it as a <see cref="GuardedRegion"/>.</summary>
internal sealed record DestroyGuardArgs
{
    public required string Region { get; init; }

    /// <summary>The Region's replication group, or its cluster.</summary>
    public required Output<string> ReplicationGroupId { get; init; }

    /// <summary>The endpoint that takes writes while the Region is the primary.</summary>
    public required Output<string> PrimaryEndpoint { get; init; }

    public required Output<string> VpcId { get; init; }

    public required Input<string> HostedZoneId { get; init; }

    public required string WriterName { get; init; }

    /// <summary>The Multi-Region cluster of a store on MemoryDB; null otherwise.</summary>
    public Output<string>? MultiRegionClusterName { get; init; }

    /// <summary>Why what is described may not be destroyed now; null when it may.</summary>
    public required Func<GuardedRegion, CancellationToken, Task<string?>> Refusal { get; init; }

    /// <summary>All other resources of the stack; a component stands for its children.</summary>
    public required IEnumerable<Resource> Everything { get; init; }
}
