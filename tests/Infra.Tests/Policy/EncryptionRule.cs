namespace SessionStore.Infra.Tests.Policy;

/// <summary>Nothing that can be encrypted is not; with a customer's key, it is that key.</summary>
public static class EncryptionRule
{
    private const string ReplicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup", Queue = "aws:sqs/queue:Queue",
        MultiRegionCluster = "aws:memorydb/multiRegionCluster:MultiRegionCluster", Cluster = "aws:memorydb/cluster:Cluster";

    /// <summary>
    /// Parameters that are plain text, with the reason, by the logical name: SecureString would want the key of AWS for Systems Manager, or
    /// a key of the customer's, within the function's reach, on the day when little else answers.
    /// </summary>
    public static IReadOnlyDictionary<string, string> PlainParameters { get; } = new Dictionary<string, string>
    {
        ["override-parameter"] = "the writer records and their history: no secret, everybody in the VPCs can look them up",
    };

    /// <summary>What breaks the rule.</summary>
    public static IEnumerable<string> Violations(PolicyStage stage)
    {
        var keys = stage.All("aws:kms/key:Key").ToArray();
        foreach (var group in stage.All(ReplicationGroup))
        {
            // A member that joins inherits both, and may not pass them.
            var joins = group.Has("globalReplicationGroupId");
            foreach (var input in new[] { "transitEncryptionEnabled", "atRestEncryptionEnabled" }
                .Where(input => joins ? group.Has(input) : !(group.Has(input) && group[input] is true)))
            {
                yield return $"{stage.Naming(group)}: {input} is {(group.Has(input) ? group[input] : "absent")}: expected "
                    + $"{(joins ? "absent, it is inherited" : "true")}";
            }
        }
        foreach (var store in stage.All(MultiRegionCluster).Where(store => !(store.Has("tlsEnabled") && store["tlsEnabled"] is true)))
        {
            yield return $"{stage.Naming(store)}: tlsEnabled is not true";
        }
        foreach (var cluster in stage.All(Cluster).Where(cluster => !cluster.Has("multiRegionClusterName") || cluster.Has("tlsEnabled")))
        {
            yield return $"{stage.Naming(cluster)}: expected a cluster that takes tlsEnabled from a Multi-Region cluster";
        }
        foreach (var queue in stage.All(Queue)
            .Where(queue => !(queue.Has("sqsManagedSseEnabled") && queue["sqsManagedSseEnabled"] is true) && !queue.Has("kmsMasterKeyId")))
        {
            yield return $"{stage.Naming(queue)} is encrypted with nothing: expected SQS's key or a customer's";
        }
        foreach (var host in stage.All("aws:ec2/instance:Instance")
            .Where(host => !(host.Has("rootBlockDevice") && host.Object("rootBlockDevice").GetValueOrDefault("encrypted") is true)))
        {
            yield return $"{stage.Naming(host)}: its root volume is not encrypted";
        }
        foreach (var parameter in stage.All("aws:ssm/parameter:Parameter")
            .Where(parameter => parameter.Text("type") != "SecureString" && !PlainParameters.ContainsKey(parameter.Name)))
        {
            yield return $"{stage.Naming(parameter)} is plain text: expected SecureString, or an entry in the list of those that may be";
        }
        foreach (var template in stage.All("aws:ec2/launchTemplate:LaunchTemplate").Where(template => !IsEncrypted(template)))
        {
            yield return $"{stage.Naming(template)}: a volume is not encrypted, or the root volume is left to the image";
        }
        foreach (var bucket in stage.All("aws:s3/bucket:Bucket").Where(bucket => !stage
            .All("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")
            .Any(encryption => Equals(encryption["bucket"], bucket["bucket"]) && (keys.Length == 0 || Algorithm(encryption) is "aws:kms"))))
        {
            yield return $"{stage.Naming(bucket)}: its objects are not encrypted{(keys.Length == 0 ? "" : " with the customer's key")}";
        }
        foreach (var key in keys.Where(key => !(key.Has("enableKeyRotation") && key["enableKeyRotation"] is true)))
        {
            yield return $"{stage.Naming(key)}: enableKeyRotation is not true";
        }
        (string Type, string Input)[] own = keys.Length == 0
            ? []
            : [(ReplicationGroup, "kmsKeyId"), (Cluster, "kmsKeyArn"), (Queue, "kmsMasterKeyId"),
                ("aws:cloudwatch/logGroup:LogGroup", "kmsKeyId"), ("aws:secretsmanager/secret:Secret", "kmsKeyId")];
        foreach (var (type, input) in own)
        {
            foreach (var resource in stage.All(type).Where(resource => !resource.Has(input)))
            {
                yield return $"{stage.Naming(resource)}: {input} is absent: expected the customer's key";
            }
        }
    }

    private static bool IsEncrypted(Registered template) => template.Has("blockDeviceMappings")
        && template.Objects("blockDeviceMappings").Any(volume => volume["deviceName"] is "/dev/xvda")
        && template.Objects("blockDeviceMappings").All(volume =>
            ((IReadOnlyDictionary<string, object>)volume["ebs"]).GetValueOrDefault("encrypted") is "true");

    private static object? Algorithm(Registered encryption) =>
        ((IReadOnlyDictionary<string, object>)encryption.Objects("rules").Single()["applyServerSideEncryptionByDefault"])["sseAlgorithm"];
}
