using SessionStore.Ops.Aws;
using Spectre.Console;

namespace SessionStore.Ops.MemoryDb;

/// <summary>What a command needs for a store on MemoryDB, none of which changes anything.</summary>
/// <param name="Console">Where a person reads.</param>
internal sealed record MemoryDbContext(MemoryDbStore Store, ServiceClients Clients, IAnsiConsole Console)
{
    /// <summary>Looks at the store.</summary>
    public Task<MemoryDbStatus> LookAsync(CancellationToken cancellationToken) =>
        new MemoryDbStatusReader(Store, Clients).ReadAsync(cancellationToken);
}
