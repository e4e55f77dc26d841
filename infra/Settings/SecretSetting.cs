using Pulumi;

namespace SessionStore.Infra.Settings;

/// <summary>A setting whose value is in no message, log or plain text: it becomes a secret as soon as it is read.</summary>
internal static class SecretSetting
{
    /// <summary>Reads a secret that has to be there, to be encrypted in the stack's file, and to satisfy a rule.</summary>
    /// <param name="name">The key without its namespace.</param>
    /// <param name="expected">What would be right, as the end of "expected …".</param>
    /// <param name="flaw">What is wrong with a value, told without it; null for nothing.</param>
    /// <returns>The value as a secret.</returns>
    public static Output<string> Read(SettingsReader reader, string name, string expected, Func<string, string?> flaw)
    {
        var key = SettingsReader.Key(name);
        var value = reader.Raw(key);
        if (value is null)
        {
            reader.Problems.Add(key, value, expected);
        }
        else if (!reader.IsEncrypted(key))
        {
            reader.Problems.AddFlaw(
                key,
                "is in plain text",
                $"a secret: take this one for known, and type another after `pulumi config set --secret {name} --stack "
                    + $"{Deployment.Instance.StackName}`");
        }
        else if (flaw(value) is { } found)
        {
            reader.Problems.AddFlaw(key, found, expected);
        }
        return Output.CreateSecret(value ?? "");
    }
}
