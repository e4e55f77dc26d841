using SessionStore.Contract;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Replication;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>
/// The part of the contract between the stages that a Region without Global Datastore needs. There is no output of it where the primary
/// does not take part in replication by a replicator.
/// </summary>
internal static class ReplicationOutputs
{
    /// <summary>Adds the outputs of the primary stack that a secondary reads.</summary>
    public static void Add(StoreEngine engine, IDictionary<string, object?> outputs)
    {
        outputs[OutputNames.NotifyKeyspaceEvents] = engine.NotifyKeyspaceEvents;
        outputs[OutputNames.EngineVersion] = engine.Version;
        outputs[OutputNames.NodeType] = engine.NodeType;
        if (engine.Shards is { } shards)
        {
            outputs[OutputNames.Shards] = shards;
        }
    }

    /// <summary>Reads what the datastore's members run from a deployed primary stack.</summary>
    public static async Task<StoreEngine> ReadAsync(OutputsReader outputs)
    {
        var events = await outputs.OptionalTextAsync(OutputNames.NotifyKeyspaceEvents);
        if (events is null)
        {
            const string Setting = $"{ReplicationSettings.Name} {ReplicationSettings.Replicator}";
            outputs.Note(
                OutputNames.NotifyKeyspaceEvents,
                "is missing, because the primary does not tell of its changes: run "
                    + $"`pulumi config set {Setting} --stack {outputs.Stack} && pulumi up --stack {outputs.Stack}`");
            return new("", "", null, "");
        }
        return new(
            await outputs.ReadAsync(OutputNames.EngineVersion, "a Valkey version such as 8.1", Version) ?? "",
            await outputs.TextAsync(OutputNames.NodeType),
            await outputs.OptionalIntegerAsync(OutputNames.Shards),
            events);

        static string? Version(object value) => value is string text && GlobalDatastoreLimits.IsEngineVersion(text) ? text : null;
    }
}
