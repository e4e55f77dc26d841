using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;
using Pulumi.Aws.Iam;
using Pulumi.Aws.Ssm;
using Pulumi.Aws.Vpc;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Network;

namespace SessionStore.Infra.TestHost;

/// <summary>An EC2 instance with valkey-cli from which a person tries the store.</summary>
internal sealed class TestHostInstance : ComponentResource
{
    private const string Image = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    public Output<string> InstanceId { get; }

    public TestHostInstance(string name, TestHostInstanceArgs args, ComponentResourceOptions? options = null)
        : base("session-store:test:TestHost", name, options)
    {
        var (naming, account) = args.Context;
        var child = new CustomResourceOptions { Parent = this };
        var ask = new InvokeOptions { Parent = this };

        var access = AccessGroup(name, args.Network.VpcId, naming, child, ask);
        var packages = new SecurityGroupEgressRule($"{name}-https", new()
        {
            SecurityGroupId = access,
            CidrIpv4 = "0.0.0.0/0",
            IpProtocol = "tcp",
            FromPort = 443,
            ToPort = 443,
            Description = "Systems Manager and packages",
        }, child);
        var instance = new Instance($"{name}-instance", new()
        {
            Ami = GetParameter.Invoke(new() { Name = Image }, ask).Apply(parameter => parameter.InsecureValue),
            InstanceType = InstanceType.T3_Micro,
            SubnetId = args.Network.PublicSubnetIds[0],
            AssociatePublicIpAddress = true,
            VpcSecurityGroupIds = { access, args.ClientSecurityGroupId },
            IamInstanceProfile = Profile(name, naming, account, child),
            MetadataOptions = new InstanceMetadataOptionsArgs
            {
                HttpEndpoint = "enabled",
                HttpTokens = "required",
                HttpPutResponseHopLimit = 1,
            },
            RootBlockDevice = new InstanceRootBlockDeviceArgs { Encrypted = true, VolumeType = "gp3" },
            UserData = new TestHostUserData(args).Script(),
            UserDataReplaceOnChange = true,
            Tags = { ["Name"] = naming.Tag("test-host") },
        }, new()
        {
            Parent = this,
            // It installs packages as soon as it starts, once.
            DependsOn = [.. args.Network.Created, packages],
            // Owned by AWS, which publishes a new image every few weeks: that is no reason to replace a host.
            IgnoreChanges = { "ami" },
        });

        InstanceId = instance.Id;
        RegisterOutputs();
    }

    private static Output<string> AccessGroup(string name, Output<string> vpcId, Naming naming, CustomResourceOptions child,
        InvokeOptions ask)
    {
        var group = new SecurityGroup($"{name}-access", new()
        {
            VpcId = vpcId,
            Description = "Test host of the session store",
            Tags = { ["Name"] = naming.Tag("test-host") },
        }, child);
        var connect = GetManagedPrefixList.Invoke(new() { Name = $"com.amazonaws.{naming.Region}.ec2-instance-connect" }, ask);
        _ = new SecurityGroupIngressRule($"{name}-instance-connect", new()
        {
            SecurityGroupId = group.Id,
            PrefixListId = connect.Apply(list => list.Id),
            IpProtocol = "tcp",
            FromPort = 22,
            ToPort = 22,
            Description = "EC2 Instance Connect",
        }, child);
        return group.Id;
    }

    private static Output<string> Profile(string name, Naming naming, AwsAccount account, CustomResourceOptions child)
    {
        var role = new Role($"{name}-role", new()
        {
            Name = naming.TestHostRole,
            Description = "Test host of the session store: Systems Manager only",
            AssumeRolePolicy = PolicyDocument.Trust("ec2.amazonaws.com"),
        }, child);
        _ = new RolePolicyAttachment($"{name}-systems-manager", new()
        {
            Role = role.Name,
            PolicyArn = $"arn:{account.Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore",
        }, child);
        return new InstanceProfile($"{name}-profile", new() { Name = naming.TestHostRole, Role = role.Name }, child).Name;
    }
}

internal sealed record TestHostInstanceArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The VPC, with a public subnet.</summary>
    public required RegionNetwork Network { get; init; }

    /// <summary>The security group that lets it reach the cache.</summary>
    public required Output<string> ClientSecurityGroupId { get; init; }

    public required string WriterName { get; init; }

    public required string ReaderName { get; init; }

    /// <summary>The Region's member of the Global Datastore, whose own endpoint needs no zone.</summary>
    public required CacheMember Member { get; init; }

    /// <summary>How clients sign in.</summary>
    public required Authentication Authentication { get; init; }

    /// <summary>Whether one Region at a time takes writes; otherwise each does, and no key has a time to live.</summary>
    public bool HasWriterRegion { get; init; } = true;
}
