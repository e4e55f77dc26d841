namespace SessionStore.Infra.Tests.Policy;

/// <summary>Whoever gets into an instance's programs does not get at its role, and nobody has a key to its door.</summary>
public static class InstanceRule
{
    private static readonly string[] _types = ["aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate"];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyStage stage)
    {
        foreach (var instance in stage.InAws.Where(resource => _types.Contains(resource.Type)))
        {
            var metadata = instance.Has("metadataOptions") ? instance.Object("metadataOptions") : new Dictionary<string, object>();
            if (metadata.GetValueOrDefault("httpTokens") is not "required")
            {
                yield return $"{stage.Naming(instance)}: httpTokens is not required: expected IMDSv2 alone";
            }
            if (Convert.ToInt32(metadata.GetValueOrDefault("httpPutResponseHopLimit") ?? 64, null) != 1)
            {
                yield return $"{stage.Naming(instance)}: httpPutResponseHopLimit is not 1";
            }
            foreach (var input in new[] { "keyName", "keyPair" }.Where(instance.Has))
            {
                yield return $"{stage.Naming(instance)}: {input} is \"{instance[input]}\": expected none, Session Manager needs no key";
            }
        }
    }
}
