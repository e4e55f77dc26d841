using SessionStore.Replicator.Fencing;
using SessionStore.Replicator.Stores;
using StackExchange.Redis;

namespace SessionStore.Replicator.Copying;

/// <summary>Applies copies to the target, behind its fence.</summary>
/// <param name="target">The target.</param>
/// <param name="fence">Its fence.</param>
/// <param name="lease">The lease to write under, as the fence holds it.</param>
internal sealed class TargetWriter(Link target, Fence fence, string lease) : ITargetWriter
{
    // The keys are no declared ones, so that a node of a cluster takes all of its slots in one script; what is of another node it refuses
    // key by key. ARGV: fence key, lease, then key, expiry and payload of each; an empty payload removes.
    private const string Apply = """
        local now = redis.call('GET', ARGV[1]) or ''
        if now ~= ARGV[2] then return redis.error_reply('FENCED ' .. now) end
        local refused = {}
        for at = 3, #ARGV, 3 do
          local answer
          if ARGV[at + 2] == '' then answer = redis.pcall('UNLINK', ARGV[at])
          else answer = redis.pcall('RESTORE', ARGV[at], ARGV[at + 1], ARGV[at + 2], 'REPLACE', 'ABSTTL') end
          if type(answer) == 'table' and answer.err then
            refused[#refused + 1] = (at - 3) / 3
            refused[#refused + 1] = answer.err
          end
        end
        return refused
        """;

    private const string Fenced = "FENCED ";
    private static readonly byte[] _apply = System.Text.Encoding.ASCII.GetBytes(Apply);

    /// <summary>Applies copies, one script for each node.</summary>
    /// <returns>What was refused, key by key.</returns>
    /// <exception cref="FencedException">The lease is over.</exception>
    public async Task<IReadOnlyList<Refusal>> ApplyAsync(IReadOnlyList<Copy> copies)
    {
        if (!target.IsCluster)
        {
            return await ApplyAsync(target.Primaries is [var only, ..] ? only : throw new RedisConnectionException(
                ConnectionFailureType.UnableToResolvePhysicalConnection, $"{target.Endpoint}: no primary is known"), copies);
        }
        var nodes = copies.GroupBy(copy => target.PrimaryOf(copy.Key)).Select(group => ApplyAsync(group.Key, [.. group]));
        return [.. (await Task.WhenAll(nodes)).SelectMany(refusals => refusals)];
    }

    private async Task<IReadOnlyList<Refusal>> ApplyAsync(IServer node, IReadOnlyList<Copy> copies)
    {
        var arguments = new object[4 + (3 * copies.Count)];
        (arguments[0], arguments[1], arguments[2], arguments[3]) = (_apply, 0, (RedisValue)(byte[])fence.KeyOf(node)!, lease);
        for (var index = 0; index < copies.Count; index++)
        {
            var at = 4 + (3 * index);
            (arguments[at], arguments[at + 1], arguments[at + 2]) =
                ((byte[])copies[index].Key!, copies[index].ExpiresAt, copies[index].Payload ?? []);
        }
        try
        {
            var refused = (RedisResult[])(await node.ExecuteAsync(0, "EVAL", arguments))!;
            return [.. refused.Chunk(2).Select(pair => new Refusal(copies[(int)pair[0]].Key, (string)pair[1]!))];
        }
        catch (RedisServerException refusal) when (refusal.Message.StartsWith(Fenced, StringComparison.Ordinal))
        {
            throw new FencedException(refusal.Message[Fenced.Length..].Trim());
        }
    }
}
