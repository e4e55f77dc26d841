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
        foreach (var resource in stage.InAws
            .Where(resource => !resource.Provider.Contains("pulumi:providers:aws::aws::", StringComparison.Ordinal)))
        {
            yield return $"{stage.Naming(resource)} uses the provider \"{resource.Provider}\": expected the one with the tags";
        }
    }
}
