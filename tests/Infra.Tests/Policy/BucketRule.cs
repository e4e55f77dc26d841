namespace SessionStore.Infra.Tests.Policy;

/// <summary>Nobody from outside looks into a bucket, nobody listens on the way to it, and what was in it can be had again.</summary>
public static class BucketRule
{
    private static readonly string[] _blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyStage stage)
    {
        foreach (var bucket in stage.All("aws:s3/bucket:Bucket"))
        {
            var name = bucket.Text("bucket");
            if (!Of("bucketPublicAccessBlock:BucketPublicAccessBlock").Any(block =>
                _blocks.All(input => block.Has(input) && block[input] is true)))
            {
                yield return $"{stage.Naming(bucket)}: public access is not blocked";
            }
            if (!Of("bucketVersioning:BucketVersioning").Any(versioning =>
                versioning.Object("versioningConfiguration")["status"] is "Enabled"))
            {
                yield return $"{stage.Naming(bucket)}: it keeps no versions";
            }
            if (!Of("bucketPolicy:BucketPolicy").Any(policy => Statement.Of(stage with { Resources = [policy] }).Any(statement =>
                statement is { Denies: true, IsForEverybody: true }
                && statement.Json.GetProperty("Condition").GetProperty("Bool").GetProperty("aws:SecureTransport").GetString() == "false")))
            {
                yield return $"{stage.Naming(bucket)}: it does not refuse what comes without TLS";
            }

            IEnumerable<Registered> Of(string type) => stage.All($"aws:s3/{type}").Where(part => part.Text("bucket") == name);
        }
    }
}
