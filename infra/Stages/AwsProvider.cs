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
            Profile = settings.Provider.Profile is { } profile ? profile : default(Input<string>),
            AllowedAccountIds = settings.Provider.AllowedAccountIds.ToArray(),
            AssumeRoles = settings.Provider.AssumeRoles.Select(Role).ToArray(),
        });
    }

    private static Input<ProviderAssumeRoleArgs> Role(AssumeRole role) => new ProviderAssumeRoleArgs
    {
        RoleArn = role.RoleArn,
        ExternalId = role.ExternalId is { } id ? id : default(Input<string>),
        SessionName = role.SessionName is { } name ? name : default(Input<string>),
    };
}
