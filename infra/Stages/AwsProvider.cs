using Pulumi;
using Pulumi.Aws;
using Pulumi.Aws.Inputs;
using SessionStore.Configuration;

namespace SessionStore.Stages;

/// <summary>The provider of a stage's resources: its Region and the tags of everything.</summary>
public static class AwsProvider
{
    /// <summary>Creates the provider.</summary>
    /// <param name="settings">The stage's settings.</param>
    /// <param name="store">The store's name.</param>
    public static Provider Create(StageSettings settings, string store)
    {
        var tags = new Dictionary<string, string>
        {
            ["Project"] = Deployment.Instance.ProjectName,
            ["Stack"] = Deployment.Instance.StackName,
            ["SessionStore"] = store,
            ["ManagedBy"] = "Pulumi",
        };
        foreach (var (key, value) in settings.Tags)
        {
            tags[key] = value;
        }
        return new Provider("aws", new()
        {
            Region = settings.Region,
            DefaultTags = new ProviderDefaultTagsArgs { Tags = tags },
            // A provider made in a program does not read the aws: keys of the configuration by itself.
            Profile = Pulumi.Aws.Config.Profile is { } profile ? profile : default(Input<string>),
        });
    }
}
