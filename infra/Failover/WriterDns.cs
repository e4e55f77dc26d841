using Pulumi;
using Pulumi.Aws.Route53;
using Pulumi.Aws.Route53.Inputs;
using SessionStore.Contract;

namespace SessionStore.Infra.Failover;

/// <summary>The private zone and, in it, the writer record that the failover functions move.</summary>
internal sealed class WriterDns : ComponentResource
{
    public Output<string> ZoneId { get; }

    public Output<string> ZoneArn { get; }

    public WriterDns(string name, WriterDnsArgs args, ComponentResourceOptions? options = null)
        : base("session-store:dns:WriterDns", name, options)
    {
        var zone = PrivateZone.Of(name, args, this);
        var record = new RecordArgs
        {
            ZoneId = zone.ZoneId,
            Name = args.WriterName,
            Type = RecordType.CNAME,
            Ttl = FunctionTimes.RecordTtlSeconds,
            Records = { args.Endpoint },
        };
        if (args.DataPlaneFailover)
        {
            // Of a store that had the simple record the provider makes this one in place, by DELETE and CREATE in one batch
            // (resourceRecordUpdate in internal/service/route53/record.go of hashicorp/terraform-provider-aws): the name always answers.
            record.SetIdentifier = WriterSets.Current;
            record.WeightedRoutingPolicies = [new RecordWeightedRoutingPolicyArgs { Weight = WriterSets.CurrentWeight }];
        }
        _ = new Record($"{name}-writer", record, new()
        {
            Parent = this,
            Protect = args.DeletionProtection,
            // Owned by the failover function from the first promotion on. The time to live as well: any change that Pulumi makes to
            // the record sends the target from its state along, which would undo a failover.
            IgnoreChanges = { "records", "ttl" },
        });

        ZoneId = zone.ZoneId;
        ZoneArn = zone.Arn;
        RegisterOutputs();
    }
}

internal sealed record WriterDnsArgs : PrivateZoneArgs
{
    public required string WriterName { get; init; }

    /// <summary>The endpoint that takes writes when the store is created.</summary>
    public required Output<string> Endpoint { get; init; }

    /// <summary>Whether the writer record is one of a group, in which overrides of the Regions can go before it.</summary>
    public required bool DataPlaneFailover { get; init; }
}
