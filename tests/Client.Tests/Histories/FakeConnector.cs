using SessionStore.Client.Connecting;
using SessionStore.Client.Naming;
using StackExchange.Redis;

namespace SessionStore.Client.Tests.Histories;

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
