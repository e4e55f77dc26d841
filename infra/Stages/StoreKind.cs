using SessionStore.Contract;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>What a store is made of: the primary's setting, which its output tells the secondaries.</summary>
internal static class StoreKind
{
    /// <summary>The setting's key, without its namespace.</summary>
    public const string Key = "store";

    /// <summary>
    /// An ElastiCache Global Datastore: the default, which no output names, so that stores from before there was a choice have it.
    /// </summary>
    public const string GlobalDatastore = "globalDatastore";

    /// <summary>MemoryDB Multi-Region.</summary>
    public const string MemoryDb = "memoryDb";

    /// <summary>Whether the primary's settings ask for MemoryDB.</summary>
    public static bool IsMemoryDb(SettingsReader reader) => reader.Text(
        SettingsReader.Key(Key), $"{GlobalDatastore} or {MemoryDb}", value => value is GlobalDatastore or MemoryDb, GlobalDatastore)
        == MemoryDb;

    /// <summary>Whether the primary's stack has deployed MemoryDB.</summary>
    public static async Task<bool> IsMemoryDbAsync(OutputsReader primary)
    {
        var kind = await primary.OptionalTextAsync(OutputNames.Store);
        if (kind is not (null or MemoryDb))
        {
            primary.Note(OutputNames.Store, $"is \"{kind}\": expected {MemoryDb}, or no such output, which is {GlobalDatastore}");
        }
        return kind == MemoryDb;
    }
}
