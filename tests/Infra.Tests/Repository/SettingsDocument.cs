using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>docs/settings.md, made of the schema in Pulumi.yaml.</summary>
public static partial class SettingsDocument
{
    /// <summary>Where it is, from the repository's root.</summary>
    public const string File = "docs/settings.md";

    private const string PrimaryOnly = "Primary only", SecondaryOnly = "Secondary only";

    // The provider's keys have no schema: the CLI takes types and defaults for the project's own alone.
    private const string Head = """
        # Settings

        <!-- Made from Pulumi.yaml by scripts/docs; ./test compares it. Change the descriptions there. -->

        Set them in `Pulumi.<stack>.yaml`, or with `pulumi config set`. All problems of a stack's settings are reported at once, before
        anything is created; without an account `./rehearse --plan` does the same for the stack files in a checkout, for a pull request.
        Secondaries take everything that the Regions share from the primary stack's outputs. An empty value counts as not set.

        ## The AWS provider

        | setting | default | what it is |
        |---|---|---|
        | `aws:region` | | Region of the stack; has to support Global Datastore. Required. |
        | `aws:profile` | the default chain | The profile of the credentials. |
        | `aws:allowedAccountIds` | any | The accounts that the stack may be deployed to, each in quotes. |
        | `aws:assumeRoles` | none | Roles to take on, each with a `roleArn` and, if needed, an `externalId` and a `sessionName`. |

        Other `aws:` keys are refused.

        """;

    /// <summary>The keys of a stage, without their namespace, as their descriptions say.</summary>
    /// <param name="primary">The primary's own, or the secondary's own.</param>
    public static IEnumerable<string> KeysOf(bool primary) => Schema()
        .Where(setting => Stage(setting) == (primary ? PrimaryOnly : SecondaryOnly)).Select(setting => setting.Name);

    /// <summary>The document as it should be.</summary>
    public static string Text()
    {
        var settings = Schema().ToArray();
        var text = new StringBuilder(Head);
        (string Title, string Stage)[] sections =
            [("Every stack", ""), ("The primary's stack", PrimaryOnly), ("A secondary's stack", SecondaryOnly)];
        foreach (var (title, stage) in sections)
        {
            text.Append('\n').Append("## ").Append(title).Append("\n\n| setting | type | default | what it is |\n|---|---|---|---|\n");
            foreach (var setting in settings.Where(setting => Stage(setting) == stage))
            {
                text.Append($"| `{setting.Name}` | {setting.Type} |{Cell(Default(setting))}|{Cell(About(setting))}|\n");
            }
        }
        return text.ToString();
    }

    private static string Cell(string text) => text.Length > 0 ? $" {text} " : " ";

    private static IEnumerable<Setting> Schema()
    {
        var yaml = new YamlStream();
        using var reader = System.IO.File.OpenText(Path.Combine(Deployed.Root, "Pulumi.yaml"));
        yaml.Load(reader);
        foreach (var (name, entry) in ((YamlMappingNode)yaml.Documents[0].RootNode["config"]).Children)
        {
            var fallback = entry["default"] is YamlScalarNode { Value: { } value } ? value : "";
            yield return new($"{name}", $"{entry["type"]}", $"{entry["description"]}", fallback);
        }
    }

    private static string Stage(Setting setting) => StageOf().Match(setting.Description).Groups["stage"].Value;

    private static string Default(Setting setting) =>
        setting.Default.Length > 0 ? $"`{setting.Default}`" : EmptyMeans().Match(setting.Description).Groups[1].Value;

    // "Primary only, with x. The text." becomes "With x. The text.": the section's title says the stage, and the column the default.
    private static string About(Setting setting)
    {
        var text = StageOf().Replace(setting.Description, match => match.Groups["rest"] is { Success: true } rest ? $"{rest.Value}. " : "");
        text = EmptyMeans().Replace(text, "");
        text = Link().Replace(text, "[$1]($1.md)").Replace("|", "\\|", StringComparison.Ordinal).Trim();
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    [GeneratedRegex(@"^(?<stage>Primary only|Secondary only)(, (?<rest>[^.]+))?\. ")]
    private static partial Regex StageOf();

    [GeneratedRegex(@" ?Empty: (.+?)\.(?=$)")]
    private static partial Regex EmptyMeans();

    [GeneratedRegex(@"docs/([a-z-]+)\.md")]
    private static partial Regex Link();

    private sealed record Setting(string Name, string Type, string Description, string Default);
}
