using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;
using SessionStore.Contract;

namespace SessionStore.Engine;

/// <summary>
/// The AWS provider's part under Pulumi's test engine: echoes inputs, adds what AWS would compute, and refuses what it does not know.
/// </summary>
/// <param name="region">The Region of the stack.</param>
public sealed class FakeCloud(string region) : IMocks
{
    /// <summary>The account of everything.</summary>
    public const string AccountId = "123456789012";

    private readonly ConcurrentQueue<Registration> _registrations = new();
    private readonly ConcurrentQueue<Called> _calls = new();
    private readonly ConcurrentQueue<AccountVpc> _peerVpcs = new();

    /// <summary>The ID that the hosted zone gets.</summary>
    public string HostedZoneId { get; init; } = "Z0123456789ABCDEFGHIJ";

    /// <summary>The networks that were there before the program.</summary>
    public AccountNetwork Account { get; init; } = AccountNetwork.Sample(region);

    /// <summary>The inputs of the records that other stacks have in the zone.</summary>
    public IReadOnlyList<ImmutableDictionary<string, object>> OtherRecords { get; init; } = [];

    /// <summary>The outputs of another stack by its name; null when there is no such stack.</summary>
    public Func<string, IReadOnlyDictionary<string, object>?> StackReference { get; init; } = _ => null;

    /// <summary>The names of the outputs of another stack that are secrets.</summary>
    public Func<string, IEnumerable<string>> StackSecrets { get; init; } = _ => [];

    /// <summary>
    /// Whether this is a preview: of a resource that is still to be created, it knows the inputs, but no ID and nothing that AWS computes.
    /// </summary>
    public bool IsPreview { get; internal set; }

    /// <summary>Every resource that was registered, components among them.</summary>
    public IReadOnlyCollection<Registration> Registrations => _registrations;

    /// <summary>Every function that was called.</summary>
    public IReadOnlyCollection<Called> Calls => _calls;

    /// <summary>The ID of a managed prefix list.</summary>
    public static string PrefixListId(string name) => $"pl-{name}";

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        var (id, state) = args.Type == "pulumi:pulumi:StackReference" ? Stack(args)
            : IsPreview ? ("", args.Inputs)
            : Resource(args);
        _registrations.Enqueue(new(args, id, state));
        return Task.FromResult<(string?, object)>((id, state));
    }

    public Task<object> CallAsync(MockCallArgs args)
    {
        _calls.Enqueue(new(args.Token!, args.Provider ?? ""));
        return Task.FromResult<object>(args.Token switch
        {
            "aws:index/getCallerIdentity:getCallerIdentity" => Values(("accountId", AccountId)),
            "aws:index/getPartition:getPartition" => Values(("id", "aws"), ("partition", "aws")),
            "aws:ssm/getParameter:getParameter" => Values(("insecureValue", "ami-0123456789abcdef0")),
            "aws:ec2/getManagedPrefixList:getManagedPrefixList" => Values(("id", PrefixListId((string)args.Args["name"]))),
            _ => Account.Answer(args, _peerVpcs) ?? throw new NotSupportedException(
                $"the program called {args.Token}, which the fake cloud does not know"),
        });
    }

    private (string Id, ImmutableDictionary<string, object> State) Stack(MockResourceArgs args)
    {
        var outputs = StackReference(args.Name!) ?? throw new InvalidOperationException($"unknown stack \"{args.Name}\"");
        if (outputs.GetValueOrDefault(OutputNames.VpcId) is string vpc && outputs.GetValueOrDefault(OutputNames.VpcCidr) is string cidr)
        {
            var tables = outputs.GetValueOrDefault(OutputNames.RouteTableIds) is ImmutableArray<object> ids ? ids.OfType<string>() : [];
            _peerVpcs.Enqueue(new(vpc, cidr) { Subnets = [], RouteTableIds = [.. tables.DefaultIfEmpty("rtb-main")] });
        }
        return (args.Name!, args.Inputs
            .SetItem("outputs", outputs.ToImmutableDictionary())
            .SetItem("secretOutputNames", StackSecrets(args.Name!).Cast<object>().ToImmutableArray()));
    }

    private (string Id, ImmutableDictionary<string, object> State) Resource(MockResourceArgs args)
    {
        var before = _registrations.Select(registration => registration.Args);
        var refusals = Refusals.Of(args, Account).Concat(DnsRefusals.Of(args, Where(args), before, OtherRecords))
            .Concat(ApplicationRefusals.Twins(args, before)).Concat(ReplicationRefusals.Of(args, before))
            .Concat(MemoryDbRefusals.Of(args, Where(args), before)).ToArray();
        if (refusals.Length > 0)
        {
            throw new InvalidOperationException($"AWS refuses {args.Type} {args.Name}: {string.Join("; ", refusals)}");
        }
        var id = args.Type switch
        {
            "aws:elasticache/replicationGroup:ReplicationGroup" => (string)args.Inputs["replicationGroupId"],
            "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup" => $"ldgnf-{args.Inputs["globalReplicationGroupIdSuffix"]}",
            "aws:memorydb/multiRegionCluster:MultiRegionCluster" => $"virxk-{args.Inputs["multiRegionClusterNameSuffix"]}",
            "aws:route53/zone:Zone" => HostedZoneId,
            "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
                when Account.Existing((string)args.Inputs["vpcId"], (string)args.Inputs["peerVpcId"]) is { } existing => existing.Id,
            _ => $"{args.Name}-{Where(args)}-id",
        };
        var state = args.Inputs.ToBuilder();
        foreach (var (name, value) in Computed(args, id).Where(output => !state.ContainsKey(output.Name)))
        {
            state[name] = value;
        }
        return (id, state.ToImmutable());
    }

    private string Where(MockResourceArgs args) => args.Inputs.TryGetValue("region", out var own) ? (string)own : region;

    private IEnumerable<(string Name, object Value)> Computed(MockResourceArgs args, string id)
    {
        var service = args.Type!.Split(':') is [_, var module, ..] ? module.Split('/')[0] : args.Type;
        yield return ("arn", $"arn:aws:{service}:{Where(args)}:{AccountId}:{args.Name}");
        yield return ("name", $"{args.Name}-1a2b3c4");
        switch (args.Type)
        {
            case "aws:elasticache/replicationGroup:ReplicationGroup" when args.Inputs.ContainsKey("replicasPerNodeGroup"):
                // In cluster mode there is no other endpoint.
                yield return ("configurationEndpointAddress", $"clustercfg.{id}.abc123.{Short(region)}.cache.amazonaws.com");
                break;
            case "aws:elasticache/replicationGroup:ReplicationGroup":
                // As ElastiCache names the endpoints of a group with TLS and cluster mode off.
                yield return ("primaryEndpointAddress", $"master.{id}.abc123.{Short(region)}.cache.amazonaws.com");
                yield return ("readerEndpointAddress", $"replica.{id}.abc123.{Short(region)}.cache.amazonaws.com");
                break;
            case "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup":
                yield return ("globalReplicationGroupId", id);
                break;
            case "aws:memorydb/multiRegionCluster:MultiRegionCluster":
                yield return ("multiRegionClusterName", id);
                break;
            case "aws:memorydb/cluster:Cluster":
                yield return ("clusterEndpoints", ImmutableArray.Create<object>(Values(
                    ("address", $"clustercfg.{args.Inputs["name"]}.abc123.memorydb.{Where(args)}.amazonaws.com"), ("port", 6379))));
                break;
            case "aws:route53/zone:Zone":
                yield return ("zoneId", id);
                break;
            case "aws:kms/key:Key":
                yield return ("keyId", id);
                break;
            case "aws:ec2/vpcEndpoint:VpcEndpoint" when args.Inputs["vpcEndpointType"] is "Gateway":
                yield return ("prefixListId", PrefixListId((string)args.Inputs["serviceName"]));
                break;
            case "aws:lb/loadBalancer:LoadBalancer":
                yield return ("arnSuffix", $"app/{args.Inputs["name"]}/50dc6c495c0c9188");
                yield return ("dnsName", $"{args.Inputs["name"]}-1234567890.{Where(args)}.elb.amazonaws.com");
                break;
            case "aws:lb/targetGroup:TargetGroup":
                yield return ("arnSuffix", $"targetgroup/{args.Inputs["name"]}/73e2d6bc24d8a067");
                break;
            case "aws:ec2/launchTemplate:LaunchTemplate":
                yield return ("latestVersion", 1);
                break;
            case "aws:s3/bucketObjectv2:BucketObjectv2" or "aws:secretsmanager/secretVersion:SecretVersion":
                yield return ("versionId", $"{args.Name}-version-1");
                break;
            case "aws:globalaccelerator/accelerator:Accelerator":
                yield return ("dnsName", "a1234567890abcdef.awsglobalaccelerator.com");
                yield return ("ipSets", ImmutableArray.Create<object>(Values(
                    ("ipFamily", "IPv4"), ("ipAddresses", ImmutableArray.Create<object>("192.0.2.250", "198.51.100.52")))));
                break;
            case "aws:sqs/queue:Queue":
                yield return ("url", $"https://sqs.{region}.amazonaws.com/{AccountId}/{args.Inputs["name"]}");
                break;
        }
    }

    // us-east-1 is use1 in endpoint names.
    private static string Short(string region) =>
        region.Split('-') is [var area, var direction, var number] ? $"{area}{direction[0]}{number}" : region;

    internal static ImmutableDictionary<string, object> Values(params (string Name, object Value)[] values) =>
        values.ToImmutableDictionary(value => value.Name, value => value.Value);
}
