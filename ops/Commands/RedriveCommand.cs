using SessionStore.Contract;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Commands;

/// <summary>
/// Reads the dead letters and does what they asked for. What only gave a reason to look is replaced by one look now; a pin or an unpin is
/// an order, which may be out of date, and is repeated only when the operator says so.
/// </summary>
internal static class RedriveCommand
{
    /// <summary>Reads all queues of all Regions, asks the functions to look, and deletes what is done.</summary>
    /// <param name="orders">Whether to repeat pins and unpins.</param>
    /// <param name="cancellationToken">Ends the wait; letters that were not deleted stay.</param>
    /// <returns>0 when no letter is left, 1 when orders are.</returns>
    public static async Task<int> RunAsync(CommandContext context, bool orders, CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var region in context.Store.Regions)
        {
            foreach (var (name, url) in region.Queues)
            {
                var queue = new DeadLetterQueue(context.Clients.Sqs(region.Name), url);
                left += await EmptyAsync(context, region, name, queue, orders, cancellationToken);
            }
        }
        return left == 0 ? 0 : 1;
    }

    private static async Task<int> EmptyAsync(
        CommandContext context, DeployedRegion region, string name, DeadLetterQueue queue, bool orders, CancellationToken cancellationToken)
    {
        var letters = await ReadAsync(queue, cancellationToken);
        context.Tell($"{region.Name}: {letters.Count} dead letter(s) in the queue {name}");
        var kept = 0;
        var asked = false;
        foreach (var (letter, messages) in letters)
        {
            var order = messages.Where(IsOrder).ToArray();
            foreach (var message in messages)
            {
                context.Tell($"  of {letter.Sent:yyyy-MM-dd HH:mm 'UTC'}: {message}");
            }
            if (order.Length > 0 && !orders)
            {
                context.Tell("  an order is not repeated by itself, it may be out of date: redrive --orders repeats it, pin or unpin "
                    + "give a new one");
                kept++;
                await queue.PutBackAsync(letter, cancellationToken);
                continue;
            }
            if (!context.Proceed(order.Length > 0 ? "repeat the order and delete the letter"
                : $"ask the function of {region.Name} to look and delete the letter"))
            {
                await queue.PutBackAsync(letter, cancellationToken);
                continue;
            }
            foreach (var message in order)
            {
                await context.PublishMessageAsync(region, message, cancellationToken);
                context.Tell($"  published {message} to {region.TopicArn}");
            }
            if (order.Length == 0 && !asked)
            {
                await context.PublishAsync(region, MessageKeys.Reconcile, cancellationToken);
                asked = true;
            }
            // Only now: what could not be published stays in the queue.
            await queue.DeleteAsync(letter, cancellationToken);
        }
        return kept;
    }

    private static async Task<IReadOnlyList<(DeadLetter Letter, IReadOnlyList<string> Messages)>> ReadAsync(
        DeadLetterQueue queue, CancellationToken cancellationToken)
    {
        var letters = new List<(DeadLetter, IReadOnlyList<string>)>();
        while (await queue.ReceiveAsync(cancellationToken) is { Count: > 0 } some)
        {
            letters.AddRange(some.Select(letter => (letter, DeadLetterBody.Messages(letter.Body))));
        }
        return letters;
    }

    private static bool IsOrder(string message) => Notice.ReadAll(message).Any(notice => notice.IsOrder);
}
