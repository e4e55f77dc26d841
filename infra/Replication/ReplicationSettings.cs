using SessionStore.Infra.Network;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Replication;

/// <summary>How sessions come into the Region.</summary>
/// <param name="Mode">The value of the setting.</param>
/// <param name="Worker">The Region's replicator; null where nothing needs one.</param>
/// <param name="Migration">The store that is moved in; null where none is.</param>
internal sealed record ReplicationSettings(string Mode, WorkerSettings? Worker, MigrationSettings? Migration)
{
    /// <summary>The key, without its namespace.</summary>
    public const string Name = "replication";

    /// <summary>AWS replicates, between the members of one Global Datastore.</summary>
    public const string GlobalDatastore = "globalDatastore";

    /// <summary>The replicator does, wherever the writer name leads to a store that is no member of the Region's datastore.</summary>
    public const string Replicator = "replicator";

    private static readonly string _key = SettingsReader.Key(Name);

    /// <summary>Whether the Region takes part in replication by a replicator.</summary>
    public bool ByReplicator => Mode == Replicator;

    /// <summary>The value alone, before anything that depends on it.</summary>
    public static string ReadMode(SettingsReader reader) =>
        reader.Text(_key, $"{GlobalDatastore} or {Replicator}", mode => mode is GlobalDatastore or Replicator, GlobalDatastore);

    /// <summary>Reads and checks them.</summary>
    /// <param name="mode">What <see cref="ReadMode"/> has read.</param>
    /// <param name="region">The Region of the stack.</param>
    /// <param name="mayMigrate">Whether another store can be moved in here: the primary's Region alone.</param>
    public static ReplicationSettings Read(SettingsReader reader, string mode, string region, NetworkSettings network, bool mayMigrate)
    {
        var migration = mayMigrate ? MigrationSettings.Read(reader, region) : null;
        if (migration is not null && mode == Replicator)
        {
            reader.Problems.Add(
                _key, mode, $"no value while {SettingsReader.Key(MigrationSettings.Name)} is set: a Region is filled from one store at a "
                    + "time, so finish the migration first");
        }
        if (mode == Replicator || migration is not null)
        {
            return new(mode, WorkerSettings.Read(reader, region, network), migration);
        }
        reader.Refuse(
            $"{_key} is {GlobalDatastore}" + (mayMigrate ? $" and {SettingsReader.Key(MigrationSettings.Name)} is not set" : "")
                + ", so that no replicator runs here",
            WorkerSettings.Keys);
        return new(mode, null, null);
    }
}
