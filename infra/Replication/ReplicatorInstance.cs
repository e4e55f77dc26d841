using Pulumi;
using Pulumi.Aws.AutoScaling;
using Pulumi.Aws.AutoScaling.Inputs;
using Pulumi.Aws.Ec2;
using SessionStore.Infra.Compute;

namespace SessionStore.Infra.Replication;

/// <summary>
/// The one instance: an Auto Scaling group replaces it where it, or its zone, is lost, and when the launch template changes. The old one
/// ends first: two workers would only wait for one another, and what is missed in between the next one finds by its scan.
/// </summary>
internal sealed class ReplicatorInstance : ComponentResource
{
    // Whether the system is up: what the worker does, its alarms tell.
    private const int GraceSeconds = 60;

    public Output<string> GroupName { get; }

    public ReplicatorInstance(string name, ReplicatorInstanceArgs args, ComponentResourceOptions? options = null)
        : base("session-store:replication:ReplicatorInstance", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var shared = new InstanceTemplate
        {
            Name = args.Context.Naming.Replicator,
            InstanceType = args.InstanceType,
            InstanceProfileArn = args.InstanceProfileArn,
            SecurityGroupIds = args.SecurityGroupIds,
            HasPublicAddress = false,
            Tags = args.Tags,
            UserData = args.UserData,
        };
        var template = new LaunchTemplate($"{name}-template", shared.Args(), child);
        var group = new Group($"{name}-group", new()
        {
            Name = args.Context.Naming.Replicator,
            MinSize = 1,
            MaxSize = 1,
            VpcZoneIdentifiers = args.SubnetIds.Select(id => (Input<string>)id).ToArray(),
            LaunchTemplate = InstanceTemplate.NewestOf(template),
            HealthCheckType = "EC2",
            HealthCheckGracePeriod = GraceSeconds,
            InstanceRefresh = new GroupInstanceRefreshArgs
            {
                Strategy = "Rolling",
                Preferences = new GroupInstanceRefreshPreferencesArgs { MinHealthyPercentage = 0, MaxHealthyPercentage = 100 },
            },
            Tags = shared.GroupTags(),
        }, child);

        GroupName = group.Name;
        RegisterOutputs();
    }
}

internal sealed record ReplicatorInstanceArgs
{
    public required RegionContext Context { get; init; }

    public required string InstanceType { get; init; }

    /// <summary>The tags of everything, which the provider gives to neither an Auto Scaling group nor what it starts.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>A private subnet in each Availability Zone.</summary>
    public required IReadOnlyList<Output<string>> SubnetIds { get; init; }

    public required IReadOnlyList<Output<string>> SecurityGroupIds { get; init; }

    public required Output<string> InstanceProfileArn { get; init; }

    /// <summary>The script of the instance's start.</summary>
    public required Output<string> UserData { get; init; }
}
