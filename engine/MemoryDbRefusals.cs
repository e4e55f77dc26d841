using System.Collections.Immutable;
using Pulumi.Testing;
using SessionStore.Infra.Cache;
using SessionStore.Infra.MemoryDb;

namespace SessionStore.Engine;

/// <summary>
/// What MemoryDB refuses, and a mock would take: its API reference, and "Prerequisites and limitations" of MemoryDB Multi-Region in its
/// developer guide.
/// </summary>
internal static class MemoryDbRefusals
{
    private const string MultiRegionCluster = "aws:memorydb/multiRegionCluster:MultiRegionCluster",
        Cluster = "aws:memorydb/cluster:Cluster", User = "aws:memorydb/user:User", Acl = "aws:memorydb/acl:Acl";

    // "All Regional clusters have the same …": a Regional cluster takes them from the Multi-Region cluster.
    private static readonly string[] _inherited = ["engine", "engineVersion", "parameterGroupName", "tlsEnabled"];

    /// <summary>Everything for which AWS would refuse a resource; nothing where it would not.</summary>
    /// <param name="region">The resource's Region.</param>
    /// <param name="before">What the stack registered before.</param>
    public static IEnumerable<string> Of(MockResourceArgs args, string region, IEnumerable<MockResourceArgs> before) => args.Type switch
    {
        MultiRegionCluster => OfMultiRegionCluster(args.Inputs),
        Cluster => OfCluster(args.Inputs, region, [.. before]),
        User => OfUser(args.Inputs),
        Acl => OfAcl(args.Inputs, [.. before]),
        _ => [],
    };

    private static IEnumerable<string> OfMultiRegionCluster(ImmutableDictionary<string, object> inputs)
    {
        if (inputs.GetValueOrDefault("nodeType") is not string type || !MemoryDbLimits.IsNodeType(type, MemoryDbLimits.NodeFamilies))
        {
            yield return $"nodeType is \"{inputs.GetValueOrDefault("nodeType")}\": expected db.r7g.xlarge or larger";
        }
        if (inputs.GetValueOrDefault("engine") is not (null or MemoryDbLimits.Engine))
        {
            yield return $"engine is \"{inputs["engine"]}\": expected {MemoryDbLimits.Engine}";
        }
        if (inputs.GetValueOrDefault("engineVersion") is string version && !MemoryDbLimits.IsNewEnough(version))
        {
            yield return $"engineVersion is \"{version}\": expected 7.3 or newer";
        }
    }

    private static IEnumerable<string> OfCluster(
        ImmutableDictionary<string, object> inputs, string region, IReadOnlyList<MockResourceArgs> before)
    {
        // ACLName is required by CreateCluster, and NumReplicasPerShard is 0 to 5 (the provider's check).
        if (inputs.GetValueOrDefault("aclName") is not string { Length: > 0 })
        {
            yield return "aclName is absent";
        }
        if (Refusals.Number(inputs, "numReplicasPerShard") is < 0 or > 5)
        {
            yield return $"numReplicasPerShard is {inputs["numReplicasPerShard"]}: expected 0 to 5";
        }
        foreach (var flaw in Windows(inputs).Concat(inputs.ContainsKey("multiRegionClusterName") ? Joining(inputs, region, before) : []))
        {
            yield return flaw;
        }
    }

    private static IEnumerable<string> Joining(
        ImmutableDictionary<string, object> inputs, string region, IReadOnlyList<MockResourceArgs> before)
    {
        foreach (var input in _inherited.Where(inputs.ContainsKey))
        {
            yield return $"{input} beside multiRegionClusterName, from which a cluster takes it";
        }
        if (inputs.GetValueOrDefault("dataTiering") is true)
        {
            yield return "dataTiering, which MemoryDB Multi-Region does not have";
        }
        if (!MemoryDbLimits.Regions.Contains(region))
        {
            yield return $"{region} has no MemoryDB Multi-Region";
        }
        if (before.Any(other => other.Type == Cluster && Equals(other.Inputs.GetValueOrDefault("multiRegionClusterName"),
            inputs["multiRegionClusterName"])))
        {
            yield return $"{inputs["multiRegionClusterName"]} has a cluster in {region} already";
        }
        foreach (var common in before.Where(other => other.Type == MultiRegionCluster).SelectMany(store => new[] { "nodeType", "numShards" }
            .Where(input => $"{store.Inputs.GetValueOrDefault(input)}" != $"{inputs.GetValueOrDefault(input)}")))
        {
            yield return $"{common} is {inputs.GetValueOrDefault(common)}: expected that of the Multi-Region cluster";
        }
    }

    private static IEnumerable<string> Windows(ImmutableDictionary<string, object> inputs)
    {
        var daily = inputs.GetValueOrDefault("snapshotWindow") is string text ? UtcWindow.Daily(text) : null;
        var weekly = inputs.GetValueOrDefault("maintenanceWindow") is string other ? UtcWindow.Weekly(other) : null;
        if ((inputs.ContainsKey("snapshotWindow") && daily is not { IsLongEnough: true })
            || (inputs.ContainsKey("maintenanceWindow") && weekly is not { IsLongEnough: true }))
        {
            yield return "a window that is none, or shorter than an hour";
        }
        if (Refusals.Number(inputs, "snapshotRetentionLimit") is < 0 or > 35)
        {
            yield return $"snapshotRetentionLimit is {inputs["snapshotRetentionLimit"]}: expected 0 to 35";
        }
    }

    private static IEnumerable<string> OfUser(ImmutableDictionary<string, object> inputs)
    {
        var mode = inputs.GetValueOrDefault("authenticationMode") as ImmutableDictionary<string, object>;
        var passwords = mode?.GetValueOrDefault("passwords") is ImmutableArray<object> list ? list : [];
        // InputAuthenticationType in the API reference: iam or password, and one or two of 16 to 128 characters with the latter.
        if (mode?.GetValueOrDefault("type") is not ("iam" or "password"))
        {
            yield return "authenticationMode is neither iam nor password";
        }
        else if (mode["type"] is "password" != (passwords.Length is 1 or 2)
            || passwords.OfType<string>().Any(one => one.Length is < 16 or > 128))
        {
            yield return "passwords: expected one or two of 16 to 128 characters, and none with iam";
        }
        if (inputs.GetValueOrDefault("userName") is "default")
        {
            yield return "userName is \"default\", which every account has";
        }
    }

    private static IEnumerable<string> OfAcl(ImmutableDictionary<string, object> inputs, IReadOnlyList<MockResourceArgs> before)
    {
        if (inputs.GetValueOrDefault("name") is "open-access")
        {
            yield return "name is \"open-access\", which every account has";
        }
        var users = before.Where(other => other.Type == User).Select(user => user.Inputs.GetValueOrDefault("userName")).ToArray();
        foreach (var name in (inputs.GetValueOrDefault("userNames") is ImmutableArray<object> names ? names : []).Except(users))
        {
            yield return $"there is no user {name}: UserNotFoundFault";
        }
    }
}
