namespace SessionStore.Infra.Tests.Policy;

/// <summary>Default tags of one provider reach every resource that can have tags.</summary>
public static class TaggedRule
{
    private static readonly string[] _keys = ["Project", "Stack", "SessionStore", "ManagedBy"];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyStage stage)
    {
        foreach (var provider in stage.All("pulumi:providers:aws"))
        {
            var tags = provider.Json("defaultTags").GetProperty("tags");
            foreach (var key in _keys.Where(key => !tags.TryGetProperty(key, out _)))
            {
                yield return $"{stage.Naming(provider)} has no default tag {key}";
            }
        }
        // Default tags reach neither a group's tags, which are a list, nor what it starts (hashicorp/terraform-provider-aws#19387).
        foreach (var group in stage.All("aws:autoscaling/group:Group"))
        {
            var tags = group.Has("tags")
                ? group.Objects("tags").Where(tag => tag["propagateAtLaunch"] is true).Select(tag => tag["key"])
                : [];
            foreach (var key in _keys.Except(tags))
            {
                yield return $"{stage.Naming(group)} gives its instances no tag {key}";
            }
        }
        foreach (var template in stage.All("aws:ec2/launchTemplate:LaunchTemplate"))
        {
            var tags = template.Has("tagSpecifications")
                ? template.Objects("tagSpecifications").Where(tags => tags["resourceType"] is "volume")
                    .SelectMany(tags => ((IReadOnlyDictionary<string, object>)tags["tags"]).Keys)
                : [];
            foreach (var key in _keys.Except(tags))
            {
                yield return $"{stage.Naming(template)} gives volumes no tag {key}";
            }
        }
        foreach (var resource in stage.InAws
            .Where(resource => !resource.Provider.Contains("pulumi:providers:aws::aws::", StringComparison.Ordinal)))
        {
            yield return $"{stage.Naming(resource)} uses the provider \"{resource.Provider}\": expected the one with the tags";
        }
    }
}
