using SessionStore.Infra.Application;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>
/// Defaults that are for trying the store out: without them nobody could, and with them nobody should keep sessions of users.
/// </summary>
internal static class DemonstrationDefaults
{
    /// <summary>One line that names those that a stack has, and what to set in production; null where it has none.</summary>
    /// <param name="stage">What both stages know.</param>
    /// <param name="authentication">How clients sign in; null in a stack that does not decide it.</param>
    public static string? Of(StageSettings stage, Authentication? authentication)
    {
        var found = new List<(string Key, string Value, string Instead)>();
        if (stage.TestHost)
        {
            found.Add((SettingsReader.Key("testHost"), "true", "false"));
        }
        if (authentication is NoAuthentication)
        {
            found.Add((SettingsReader.Key("auth"), NoAuthentication.Name, "token, users or iam"));
        }
        if (stage.Application is { CertificateArn: null })
        {
            found.Add((SettingsReader.Key(ApplicationSettings.CertificateName), "not set, so that the application speaks HTTP alone",
                "the ARN of a certificate"));
        }
        var has = string.Join(" and ", found.Select(setting => $"{setting.Key} is {setting.Value}"));
        var instead = string.Join(" and ", found.Select(setting => $"{setting.Key} to {setting.Instead}"));
        return found.Count == 0 ? null : $"{has}: for trying the store out; in production set {instead}";
    }
}
