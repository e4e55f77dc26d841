using Amazon.ElastiCache.Model;
using SessionStore.Contract;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands.Rejoining;

/// <summary>Makes a Region that was lost, or taken out, an empty member of the datastore of the Region whose data counts.</summary>
internal static class RejoinCommand
{
    /// <summary>Checks, warns, asks, and carries out what is left to be done; what only a person can do is printed and awaited.</summary>
    /// <param name="cancellationToken">Ends the wait; what was asked for goes on, and the same command goes on from there.</param>
    /// <exception cref="OpsException">A check failed, and nothing was changed; or something was not done in time.</exception>
    public static async Task<int> RunAsync(CommandContext context, string region, CancellationToken cancellationToken)
    {
        var joining = context.Store.Region(region);
        var status = await context.StatusReader.ReadAsync(cancellationToken);
        List<string> problems = [];
        var kept = RejoinStatus.KeptBy(status, joining, problems);
        if (kept is null)
        {
            Refusals.Throw($"{region} cannot rejoin", problems);
        }
        var found = new RejoinStatus(status.At(joining), status.At(kept));
        if (!found.IsJoined)
        {
            problems.AddRange(found.Problems(await OthersAsync(context, found, cancellationToken)));
            // A description is not to be had from what does not answer, and the rest would only repeat that.
            var blueprint = found is { Region.Answers: true, Kept.Answers: true }
                ? await BlueprintAsync(context, found, problems, cancellationToken)
                : null;
            if (problems.Count > 0 || blueprint is null)
            {
                Refusals.Throw($"{region} cannot rejoin", problems);
            }
            var steps = new RejoinSteps(context, blueprint, found);
            context.Say($"{kept.Name} has the data that counts. Steps that are left:");
            foreach (var (index, step) in steps.Plan().Index())
            {
                context.Say($"  {index + 1}. {step}");
            }
            if (!context.Confirm($"let {region} rejoin", [.. Warnings(status, found)], region))
            {
                return 0;
            }
            await steps.CarryOutAsync(cancellationToken);
            found = await RejoinStatus.OfAsync(context, joining, kept, cancellationToken);
        }
        SayWhatComesNext(context, status, found);
        return 0;
    }

    private static IEnumerable<string> Warnings(StoreStatus status, RejoinStatus found)
    {
        var (region, kept) = (found.Region.Region, found.Kept.Region);
        if (found.Region.Status == "available")
        {
            yield return $"{region.ReplicationGroupId} WILL BE DELETED with everything that was written to {region.Name} and not to "
                + $"{kept.Name}; a final snapshot is kept.";
        }
        if (found.Region.Role == MemberRoles.Primary || status.At(region) is { Answers: true, Role: null, Status: not null })
        {
            yield return $"{region.Name} accepts writes until then: clients that are still connected to it lose them. \"Split brain\" in "
                + "docs/runbook.md shows who they are.";
        }
        yield return "Do not run `pulumi up`, `refresh` or a workflow that does until this has ended.";
    }

    private static void SayWhatComesNext(CommandContext context, StoreStatus status, RejoinStatus found)
    {
        var (store, datastore) = (context.Store, found.Kept.GlobalReplicationGroupId!);
        context.Say($"{found.Region.Region.Name} is {found.Region.Role} of {datastore}, {found.Kept.Region.Name} is {found.Kept.Role}. "
            + "What comes next:");
        if (status.Record.Pin is not null)
        {
            context.Say($"  {TeardownCommand.Tool} unpin");
        }
        if (found.Kept.Region != store.Home)
        {
            context.Say($"  {TeardownCommand.Tool} promote {store.Home.Name}    # once its lag is low; before that every Region has to "
                + "have rejoined");
        }
        foreach (var step in datastore == store.GlobalReplicationGroupId
            ? [$"pulumi preview --refresh --stack {found.Region.Region.Stack}"]
            : StateSteps.For(store, datastore))
        {
            context.Say($"  {step}");
        }
    }

    private static async Task<IReadOnlyList<GlobalReplicationGroupMember>> OthersAsync(CommandContext context, RejoinStatus found,
        CancellationToken cancellationToken)
    {
        if (found.Left is not { } datastore)
        {
            return [];
        }
        var answer = await context.Clients.ElastiCache(found.Region.Region.Name).DescribeGlobalReplicationGroupsAsync(
            new DescribeGlobalReplicationGroupsRequest { GlobalReplicationGroupId = datastore, ShowMemberInfo = true }, cancellationToken);
        return [.. (answer.GlobalReplicationGroups.Single().Members ?? [])
            .Where(member => member.ReplicationGroupId != found.Region.Region.ReplicationGroupId)];
    }

    private static async Task<MemberBlueprint> BlueprintAsync(CommandContext context, RejoinStatus found, List<string> problems,
        CancellationToken cancellationToken)
    {
        var from = found.Region.Status == "available" ? found.Region.Region : found.Kept.Region;
        var elastiCache = context.Clients.ElastiCache(from.Name);
        var groups = await elastiCache.DescribeReplicationGroupsAsync(
            new DescribeReplicationGroupsRequest { ReplicationGroupId = from.ReplicationGroupId }, cancellationToken);
        var shape = groups.ReplicationGroups.Single();
        var nodes = await elastiCache.DescribeCacheClustersAsync(
            new DescribeCacheClustersRequest { CacheClusterId = shape.MemberClusters[0] }, cancellationToken);
        return MemberBlueprint.Of(context.Store, found.Region.Region, shape, nodes.CacheClusters.Single(), problems);
    }
}
