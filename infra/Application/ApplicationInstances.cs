using Pulumi;
using Pulumi.Aws.AutoScaling;
using Pulumi.Aws.AutoScaling.Inputs;
using Pulumi.Aws.Ec2;
using SessionStore.Infra.Compute;

namespace SessionStore.Infra.Application;

/// <summary>
/// The Region's instances: an Auto Scaling group over its zones that replaces what is not healthy, and all of it, a few at a time, when the
/// launch template changes. No desired capacity: a scaling policy of the user's would lose it with every update.
/// </summary>
internal sealed class ApplicationInstances : ComponentResource
{
    // From the start of an instance until its first answer: the system, the package, the service.
    private const int StartSeconds = 180, WarmUpSeconds = 30;

    public ApplicationInstances(string name, ApplicationInstancesArgs args, ComponentResourceOptions? options = null)
        : base("session-store:application:ApplicationInstances", name, options)
    {
        var (naming, settings) = (args.Context.Naming, args.Settings);
        var child = new CustomResourceOptions { Parent = this };
        var shared = new InstanceTemplate
        {
            Name = naming.Application,
            InstanceType = settings.InstanceType,
            InstanceProfileArn = args.InstanceProfileArn,
            SecurityGroupIds = args.SecurityGroupIds,
            // The way out, to the package and the secret: the VPC has no NAT gateway. Nobody comes in by it but the load balancer.
            HasPublicAddress = true,
            Tags = args.Tags,
            UserData = args.UserData,
        };
        var template = new LaunchTemplate($"{name}-template", shared.Args(), child);
        _ = new Group($"{name}-group", new()
        {
            Name = naming.Application,
            MinSize = settings.MinSize,
            MaxSize = settings.MaxSize,
            VpcZoneIdentifiers = args.SubnetIds.Select(id => (Input<string>)id).ToArray(),
            TargetGroupArns = { args.TargetGroupArn },
            LaunchTemplate = InstanceTemplate.NewestOf(template),
            HealthCheckType = "ELB",
            HealthCheckGracePeriod = StartSeconds,
            DefaultInstanceWarmup = WarmUpSeconds,
            // The first update waits until so many answer, and fails where they do not.
            MinElbCapacity = settings.MinSize,
            InstanceRefresh = new GroupInstanceRefreshArgs
            {
                Strategy = "Rolling",
                // New ones first: what AWS calls "launch before terminating".
                Preferences = new GroupInstanceRefreshPreferencesArgs { MinHealthyPercentage = 100, MaxHealthyPercentage = 110 },
            },
            Tags = shared.GroupTags(),
        }, child);
        RegisterOutputs();
    }
}

internal sealed record ApplicationInstancesArgs
{
    public required RegionContext Context { get; init; }

    public required ApplicationSettings Settings { get; init; }

    /// <summary>The tags of everything, which the provider gives to neither an Auto Scaling group nor what it starts.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>A subnet with a way to the internet in each Availability Zone.</summary>
    public required IReadOnlyList<Output<string>> SubnetIds { get; init; }

    public required IReadOnlyList<Output<string>> SecurityGroupIds { get; init; }

    public required Output<string> TargetGroupArn { get; init; }

    public required Output<string> InstanceProfileArn { get; init; }

    /// <summary>The script of an instance's start.</summary>
    public required Output<string> UserData { get; init; }
}
