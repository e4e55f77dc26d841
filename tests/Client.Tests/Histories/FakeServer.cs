using SessionStore.Client.Connecting;
using SessionStore.Client.Naming;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Histories;

internal enum Health
{
    Up,
    Down,
    Hanging,
    Loading,
}

/// <summary>A Region's server: executes operations while it is a primary, and writes down which.</summary>
internal sealed class FakeServer(string host)
{
    public string Host => host;

    public Health Health { get; set; } = Health.Up;

    public bool IsPrimary { get; set; }

    /// <summary>The operations that it has carried out.</summary>
    public List<int> Executed { get; } = [];

    public HashSet<FakeLink> Links { get; } = [];

    /// <summary>Ends all connections, as a process that dies does.</summary>
    public void Drop()
    {
        foreach (var link in Links.ToArray())
        {
            link.Lose("the server died");
        }
    }
}

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

/// <summary>Connects to the servers, and counts the attempts that are under way.</summary>
internal sealed class FakeConnector(World world) : IConnector
{
    private int _underWay;

    public int Most { get; private set; }

    public int Attempts { get; private set; }

    public async Task<ILink> ConnectAsync(StoreEndpoint endpoint, bool writes, CancellationToken cancellationToken)
    {
        Attempts++;
        Most = Math.Max(Most, ++_underWay);
        try
        {
            var server = world.Servers.Single(candidate => candidate.Host == endpoint.Host);
            await Task.Delay(TimeSpan.FromMilliseconds(world.Next(60)), world.Time, cancellationToken);
            for (var waited = 0; server.Health == Health.Hanging; waited += 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), world.Time, cancellationToken);
                if (waited > 3000)
                {
                    throw new TimeoutException();
                }
            }
            if (server.Health != Health.Up || world.Chance(0.05))
            {
                throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "refused");
            }
            // Where an access string forbids INFO, a replica is not recognised.
            if (writes && !server.IsPrimary && !world.RolesAreHidden)
            {
                throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "a replica");
            }
            var link = new FakeLink(server, world);
            server.Links.Add(link);
            return link;
        }
        finally
        {
            _underWay--;
        }
    }
}
