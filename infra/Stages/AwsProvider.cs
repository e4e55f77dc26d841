using Pulumi;
using Pulumi.Aws;
using Pulumi.Aws.Inputs;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>The provider of a stage's resources: its Region and the tags of everything.</summary>
internal static class AwsProvider
{
    public static Provider Create(StageSettings settings, string store)
    {
        var tags = Tags(settings, store);
        var args = new ProviderArgs
        {
            Region = settings.Region,
            DefaultTags = new ProviderDefaultTagsArgs { Tags = tags },
            Profile = settings.Provider.Profile is { } profile ? profile : default(Input<string>),
        };
        // Not even empty lists where nothing is set: the provider tells an empty one from none.
        if (settings.Provider.AllowedAccountIds.Count > 0)
        {
            args.AllowedAccountIds = settings.Provider.AllowedAccountIds.ToArray();
        }
        if (settings.Provider.AssumeRoles.Count > 0)
        {
            args.AssumeRoles = settings.Provider.AssumeRoles.Select(Role).ToArray();
        }
        return new Provider("aws", args);
    }

    /// <summary>The tags of everything: the program's own and the user's.</summary>
    public static Dictionary<string, string> Tags(StageSettings settings, string store)
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
        return tags;
    }

    private static Input<ProviderAssumeRoleArgs> Role(AssumeRole role) => new ProviderAssumeRoleArgs
    {
        RoleArn = role.RoleArn,
        ExternalId = role.ExternalId is { } id ? id : default(Input<string>),
        SessionName = role.SessionName is { } name ? name : default(Input<string>),
    };
}
