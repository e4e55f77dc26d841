using Pulumi;

namespace SessionStore.Configuration;

/// <summary>What a secondary stage has to know; everything that the Regions share it reads from the primary's outputs.</summary>
/// <param name="Stage">What both stages have to know.</param>
/// <param name="PrimaryStack">The primary's stack as a stack reference wants it: organization/project/stack.</param>
public sealed record SecondarySettings(StageSettings Stage, string PrimaryStack)
{
    /// <summary>The keys that belong to this stage alone, without their namespace.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["primaryStack"];

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="reader">The configuration.</param>
    public static SecondarySettings Read(SettingsReader reader)
    {
        reader.Refuse("a secondary inherits it from the primary stack, so set it there", PrimarySettings.Keys);
        var stack = reader.Text(
            SettingsReader.Key("primaryStack"),
            "a stack of this project, such as primary, or organization/project/stack",
            name => name.Split('/') is [_] or [_, _, _] && name.Split('/').All(part => part.Length > 0),
            fallback: "primary");
        return new(
            StageSettings.Read(reader),
            stack.Contains('/', StringComparison.Ordinal) ? stack : $"{Deployment.Instance.OrganizationName}/{Deployment.Instance.ProjectName}/{stack}");
    }
}
