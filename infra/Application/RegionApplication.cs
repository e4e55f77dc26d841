using Pulumi;
using Pulumi.Aws.GlobalAccelerator;
using Pulumi.Aws.GlobalAccelerator.Inputs;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Compute;
using SessionStore.Infra.Network;

namespace SessionStore.Infra.Application;

/// <summary>A Region's application: instances behind a load balancer, which is the Region's endpoint of the accelerator.</summary>
internal sealed class RegionApplication : ComponentResource
{
    public ApplicationLoadBalancer LoadBalancer { get; }

    public RegionApplication(string name, RegionApplicationArgs args, ComponentResourceOptions? options = null)
        : base("session-store:application:RegionApplication", name, options)
    {
        var (context, settings, network) = (args.Context, args.Settings, args.Network);
        var child = new ComponentResourceOptions { Parent = this };
        var signIn = StoreSignIn.Of(args.Authentication, settings.User, context.Naming);

        var access = new ApplicationAccess($"{name}-access", new()
        {
            Context = context,
            VpcId = network.VpcId,
            Ports = settings.Ports,
        }, child);
        var bucket = new PackageBucket($"{name}-package", new()
        {
            Context = context,
            Prefix = context.Naming.ApplicationBucketPrefix,
            ObjectKey = "application.zip",
            Published = settings.Published,
            KmsKeyArn = args.KmsKeyArn,
        }, child);
        var secret = signIn.Secret is null ? null : new InstanceSecret($"{name}-secret", new()
        {
            Name = context.Naming.Application,
            Description = "What the application signs in to the session store with",
            Secret = signIn.Secret,
            KmsKeyArn = args.KmsKeyArn,
            DeletionProtection = args.DeletionProtection,
        }, child);
        var role = new InstanceRole($"{name}-role", new()
        {
            Context = context,
            Name = context.Naming.ApplicationRole,
            Description = "Instances of the session store's application",
            ObjectArn = bucket.ObjectArn,
            SecretArn = secret?.Arn,
            KmsKeyArn = args.KmsKeyArn,
            ConnectPolicy = signIn.ConnectPolicy,
        }, child);
        LoadBalancer = new ApplicationLoadBalancer($"{name}-load-balancer", new()
        {
            Context = context,
            VpcId = network.VpcId,
            SubnetIds = network.PublicZoneSubnetIds,
            SecurityGroupId = access.LoadBalancerSecurityGroupId,
            CertificateArn = settings.CertificateArn,
            DeletionProtection = args.DeletionProtection,
            // An internet-facing one needs the VPC's gateway.
        }, new() { Parent = this, DependsOn = network.Created.ToArray() });
        var instances = new ApplicationInstances($"{name}-instances", new()
        {
            Context = context,
            Settings = settings,
            Tags = args.Tags,
            SubnetIds = network.PublicZoneSubnetIds,
            SecurityGroupIds = [access.InstanceSecurityGroupId, args.ClientSecurityGroupId],
            TargetGroupArn = LoadBalancer.TargetGroupArn,
            InstanceProfileArn = role.ProfileArn,
            UserData = new ApplicationUserData(new()
            {
                Context = context,
                Published = settings.Published,
                Bucket = bucket,
                SignIn = signIn,
                SecretArn = secret?.Arn,
                SecretVersionId = secret?.VersionId,
                WriterName = args.WriterName,
                ReaderName = args.ReaderName,
                Expiry = args.Expiry,
            }).Script(),
            // They are healthy only where the load balancer reaches them, and start only with what their role may fetch.
        }, new() { Parent = this, DependsOn = { LoadBalancer, access, role } });
        _ = new EndpointGroup($"{name}-endpoint-group", new()
        {
            ListenerArn = args.ListenerArn,
            EndpointGroupRegion = context.Region,
            TrafficDialPercentage = settings.TrafficDial,
            EndpointConfigurations =
            {
                new EndpointGroupEndpointConfigurationArgs
                {
                    EndpointId = LoadBalancer.Arn,
                    Weight = settings.EndpointWeight,
                    // The provider takes silence for false.
                    ClientIpPreservationEnabled = true,
                },
            },
            // Nobody is led to a Region that has nobody to answer; and on the way down nobody, before the load balancer goes.
        }, new() { Parent = this, DependsOn = { instances } });
        RegisterOutputs();
    }
}

internal sealed record RegionApplicationArgs
{
    public required RegionContext Context { get; init; }

    public required ApplicationSettings Settings { get; init; }

    /// <summary>The tags of everything.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>The VPC, with public subnets in two Availability Zones or more.</summary>
    public required RegionNetwork Network { get; init; }

    /// <summary>The security group that lets it reach the cache.</summary>
    public required Output<string> ClientSecurityGroupId { get; init; }

    public required string WriterName { get; init; }

    public required string ReaderName { get; init; }

    /// <summary>How the client keeps the end of a session; null for its default.</summary>
    public string? Expiry { get; init; }

    /// <summary>How clients sign in.</summary>
    public required Authentication Authentication { get; init; }

    /// <summary>The customer's key for package and secret; null for those of AWS.</summary>
    public required Output<string>? KmsKeyArn { get; init; }

    /// <summary>The accelerator's listener.</summary>
    public required Input<string> ListenerArn { get; init; }

    public required bool DeletionProtection { get; init; }
}
