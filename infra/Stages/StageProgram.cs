using Pulumi;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Guard;
using SessionStore.Infra.Replication;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>The program of every stack: it reads the settings, picks the stage and returns the stage's outputs.</summary>
internal static class StageProgram
{
    /// <summary>Registers the resources of one stack.</summary>
    /// <param name="read">The value of a whole configuration key, or null.</param>
    /// <param name="keys">All configuration keys that are set, to find misspelt ones; none skips that check.</param>
    /// <param name="secretKeys">Those among them whose values are encrypted in the stack's file.</param>
    /// <param name="requireCli">Stands in for the engine, which refuses versions of the CLI that are not in a range.</param>
    /// <param name="warn">Stands in for the engine, which shows warnings.</param>
    /// <returns>The stack's outputs.</returns>
    /// <exception cref="RunException">
    /// The configuration is wrong, or the primary stack lacks outputs; the message names all of it.
    /// </exception>
    /// <exception cref="Exception">The Pulumi CLI is too old; what type of exception is the SDK's secret.</exception>
    public static async Task<IDictionary<string, object?>> DeployAsync(
        Func<string, string?> read,
        IEnumerable<string>? keys = null,
        IEnumerable<string>? secretKeys = null,
        Func<string, Task>? requireCli = null,
        Action<string>? warn = null)
    {
        await PulumiCli.RequireAsync(requireCli ?? Deployment.RequirePulumiVersionAsync);
        var project = Deployment.Instance.ProjectName;
        if (project != SettingsReader.Namespace)
        {
            throw new RunException(
                $"name in Pulumi.yaml is \"{project}\": expected \"{SettingsReader.Namespace}\", the namespace of the settings; "
                + $"{SettingsReader.Key("name")} names a store differently");
        }
        // Those that should have been encrypted and are not are hidden as well.
        string[] hidden =
        [
            .. secretKeys ?? [], .. AuthenticationSettings.HiddenKeys.Concat(MigrationSignIn.HiddenKeys).Select(SettingsReader.Key),
        ];
        var reader = new SettingsReader(read, new Problems(hidden), secretKeys);
        var role = SettingsReader.Key("role");
        switch (reader.Text(role, "primary or secondary", value => value is "primary" or "secondary"))
        {
            case "primary" when StoreKind.IsMemoryDb(reader):
                var active = Checked(MemoryDbSettings.Read(reader));
                Warn(DemonstrationDefaults.Of(active.Stage, active.Authentication));
                return await MemoryDbPrimaryStage.DeployAsync(active);
            case "primary":
                var primary = Checked(PrimarySettings.Read(reader));
                Warn(DemonstrationDefaults.Of(primary.Stage, primary.Authentication));
                return await PrimaryStage.DeployAsync(primary);
            case "secondary":
                var secondary = Checked(SecondarySettings.Read(reader));
                // How clients sign in is the primary's setting, and its stack's warning.
                Warn(DemonstrationDefaults.Of(secondary.Stage, authentication: null));
                var outputs = new OutputsReader(secondary.PrimaryStack, "a secondary", SettingsReader.Key("primaryStack"));
                return await StoreKind.IsMemoryDbAsync(outputs)
                    ? await MemoryDbSecondaryStage.DeployAsync(secondary, outputs)
                    : await SecondaryStage.DeployAsync(secondary, outputs);
            default:
                // Without a role nobody knows which keys belong here; what both stages share can still be checked, and what no stage knows.
                reader.Know(PrimarySettings.Keys.Concat(SecondarySettings.Keys));
                _ = Checked(StageSettings.Read(reader));
                throw new InvalidOperationException($"{role} was noted as a problem and not reported");
        }

        void Warn(string? warning)
        {
            if (warning is not null)
            {
                (warn ?? (message => Log.Warn(message)))(warning);
            }
        }

        T Checked<T>(T settings)
        {
            reader.RefuseUnknown(keys ?? []);
            reader.Problems.ThrowIfAny($"the settings of stack {Deployment.Instance.StackName}");
            return settings;
        }
    }
}
