namespace SessionStore.Infra.Cache;

/// <summary>What the members of the datastore run, as a group that is none has to run it, too.</summary>
/// <param name="Version">The Valkey version, such as 8.1.</param>
/// <param name="NodeType">Such as cache.r7g.large.</param>
/// <param name="Shards">How many shards; null with cluster mode off.</param>
/// <param name="NotifyKeyspaceEvents">The parameter notify-keyspace-events, such as KA.</param>
internal sealed record StoreEngine(string Version, string NodeType, int? Shards, string NotifyKeyspaceEvents);
