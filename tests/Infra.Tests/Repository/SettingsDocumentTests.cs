using SessionStore.Infra.Stages;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>What a person reads about a setting is what Pulumi.yaml says.</summary>
public class SettingsDocumentTests
{
    /// <summary>Set by scripts/docs: the tests then write what they would otherwise compare.</summary>
    public const string Update = "UPDATE_DOCS";

    [Test]
    public void Settings_are_documented_as_the_schema_has_them()
    {
        var path = Path.Combine(Deployed.Root, SettingsDocument.File);
        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 })
        {
            File.WriteAllText(path, SettingsDocument.Text());
        }
        Assert.That(
            File.Exists(path) ? File.ReadAllText(path) : "",
            Is.EqualTo(SettingsDocument.Text()),
            $"{SettingsDocument.File} is not what Pulumi.yaml says: run scripts/docs and commit what it writes");
    }

    [Test]
    public void A_description_begins_with_the_stage_that_alone_knows_the_key() => Assert.Multiple(() =>
    {
        Assert.That(SettingsDocument.KeysOf(primary: true), Is.EquivalentTo(PrimarySettings.Keys));
        Assert.That(SettingsDocument.KeysOf(primary: false), Is.EquivalentTo(SecondarySettings.Keys));
    });

    [Test]
    public void The_files_that_it_leads_to_exist() => Assert.That(
        System.Text.RegularExpressions.Regex.Matches(SettingsDocument.Text(), @"\]\(([^)#]+)").Select(match => match.Groups[1].Value)
            .Where(file => !File.Exists(Path.Combine(Deployed.Root, "docs", file))),
        Is.Empty);
}
