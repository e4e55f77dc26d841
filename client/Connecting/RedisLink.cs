using SessionStore.Client.SignIn;
using StackExchange.Redis;

namespace SessionStore.Client.Connecting;

/// <summary>A multiplexer that serves one endpoint.</summary>
internal sealed class RedisLink : ILink
{
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly SignInProvider _signIn;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RedisLink(ConnectionMultiplexer multiplexer, SignInProvider signIn)
    {
        (_multiplexer, _signIn, Database) = (multiplexer, signIn, multiplexer.GetDatabase());
        IsPartial = _multiplexer.GetServers().Any(server => server.ServerType == ServerType.Cluster);
        if (!IsPartial)
        {
            // Its own way to connect again would do so to an endpoint that may no longer be the right one.
            _multiplexer.ConnectionFailed += (_, lost) => Lose(lost);
        }
    }

    /// <inheritdoc/>
    public IDatabase Database { get; }

    /// <inheritdoc/>
    public Task<string> Lost => _lost.Task;

    /// <inheritdoc/>
    public bool IsPartial { get; }

    /// <summary>
    /// Whether the one server is known to be a replica. Where an access string forbids INFO, it is not known: then the first write finds
    /// out.
    /// </summary>
    public bool IsReplica => !IsPartial && _multiplexer.GetServers().All(server => server.IsReplica);

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _signIn.RefreshAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Database.PingAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RedisServerException answer) when (Failures.Of(answer) == Failure.Refused)
        {
            // An access string may forbid PING; a refusal is a sign of life.
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _multiplexer.DisposeAsync();

    private void Lose(ConnectionFailedEventArgs lost)
    {
        if (lost.ConnectionType == ConnectionType.Interactive)
        {
            _lost.TrySetResult($"{lost.FailureType}{(lost.Exception is { } reason ? $": {reason.Message}" : "")}");
        }
    }
}
