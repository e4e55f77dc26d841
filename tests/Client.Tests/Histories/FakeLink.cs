using SessionStore.Client.Connecting;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Histories;

/// <summary>A connection to a server that may fail at any moment, before or after the server has done what it was asked.</summary>
internal sealed class FakeLink(FakeServer server, World world) : ILink
{
    private readonly TaskCompletionSource<string> _lost = new();

    public IDatabase Database => throw new NotSupportedException();

    public Task<string> Lost => _lost.Task;

    public bool IsPartial => world.IsCluster;

    public bool IsClosed { get; private set; }

    public async Task<int> SendAsync(int operation)
    {
        Check();
        await world.DelayAsync(0, 40);
        if (server.Health == Health.Hanging)
        {
            return await SilenceAsync(operation);
        }
        Check();
        switch (world.Chance(0.02) ? world.Next(4) : 9)
        {
            case 0:
                Lose("the network");
                throw Gone(CommandStatus.Sent);
            case 1:
                Execute(operation);
                Lose("the network");
                throw Gone(CommandStatus.Sent);
            case 2:
                throw new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, "backlog", null,
                    CommandStatus.WaitingToBeSent);
            case 3:
                return await SilenceAsync(operation);
        }
        if (server.Health == Health.Loading)
        {
            throw new RedisServerException("LOADING Redis is loading the dataset in memory");
        }
        Execute(operation);
        await world.DelayAsync(0, 40);
        return IsClosed || server.Health == Health.Down ? throw Gone(CommandStatus.Sent) : operation;
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        Check();
        await world.DelayAsync(0, 40);
        while (server.Health == Health.Hanging)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), world.Time, cancellationToken);
        }
        Check();
    }

    public void Lose(string reason)
    {
        IsClosed = true;
        server.Links.Remove(this);
        if (!IsPartial)
        {
            _lost.TrySetResult(reason);
        }
    }

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        server.Links.Remove(this);
        return ValueTask.CompletedTask;
    }

    private async Task<int> SilenceAsync(int operation)
    {
        var executes = world.Chance(0.5);
        await Task.Delay(World.CommandTimeout, world.Time);
        // It may be carried out when the client no longer waits.
        if (executes && server is { IsPrimary: true, Health: not Health.Down })
        {
            Execute(operation);
        }
        throw new RedisTimeoutException("no answer", CommandStatus.Sent);
    }

    private void Execute(int operation)
    {
        if (!server.IsPrimary)
        {
            throw new RedisServerException("READONLY You can't write against a read only replica.");
        }
        server.Executed.Add(operation);
    }

    private void Check()
    {
        if (IsClosed || server.Health == Health.Down)
        {
            throw Gone(CommandStatus.WaitingToBeSent);
        }
    }

    private static RedisConnectionException Gone(CommandStatus status) => new(ConnectionFailureType.SocketClosed, "gone", null, status);
}
