using System.Text;
using Pulumi;
using Pulumi.Aws.AutoScaling.Inputs;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;

namespace SessionStore.Infra.Compute;

/// <summary>What all instances have in common: the newest image, IMDSv2 alone, an encrypted volume, tags, no key to their door.</summary>
internal sealed record InstanceTemplate
{
    // The newest image at the time of each launch, so that no image of AWS's makes a difference in a preview: "Use a Systems Manager
    // parameter to find an AMI" in the EC2 user guide. The price is that AWS does not roll a failed update back by itself:
    // RefreshPreferences in the EC2 Auto Scaling API reference.
    private const string Image = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    public required string Name { get; init; }

    public required string InstanceType { get; init; }

    public required Output<string> InstanceProfileArn { get; init; }

    public required IReadOnlyList<Output<string>> SecurityGroupIds { get; init; }

    /// <summary>Whether each gets a public address.</summary>
    public required bool HasPublicAddress { get; init; }

    /// <summary>The tags of everything, which the provider gives to neither an Auto Scaling group nor what it starts.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>The script of an instance's start.</summary>
    public required Output<string> UserData { get; init; }

    /// <summary>The arguments of the launch template.</summary>
    public LaunchTemplateArgs Args() => new()
    {
        Name = Name,
        ImageId = Image,
        InstanceType = InstanceType,
        IamInstanceProfile = new LaunchTemplateIamInstanceProfileArgs { Arn = InstanceProfileArn },
        MetadataOptions = new LaunchTemplateMetadataOptionsArgs
        {
            HttpEndpoint = "enabled",
            HttpTokens = "required",
            HttpPutResponseHopLimit = 1,
        },
        BlockDeviceMappings =
        {
            new LaunchTemplateBlockDeviceMappingArgs
            {
                DeviceName = "/dev/xvda",
                Ebs = new LaunchTemplateBlockDeviceMappingEbsArgs
                {
                    Encrypted = "true",
                    VolumeType = "gp3",
                    DeleteOnTermination = "true",
                },
            },
        },
        NetworkInterfaces =
        {
            new LaunchTemplateNetworkInterfaceArgs
            {
                DeviceIndex = 0,
                AssociatePublicIpAddress = HasPublicAddress ? "true" : "false",
                DeleteOnTermination = "true",
                SecurityGroups = SecurityGroupIds.Select(id => (Input<string>)id).ToArray(),
            },
        },
        // Neither the provider's default tags nor the group's reach a volume:
        // https://github.com/hashicorp/terraform-provider-aws/issues/19387.
        TagSpecifications =
        {
            new LaunchTemplateTagSpecificationArgs { ResourceType = "volume", Tags = NamedTags() },
            new LaunchTemplateTagSpecificationArgs { ResourceType = "network-interface", Tags = NamedTags() },
        },
        UserData = UserData.Apply(script => Convert.ToBase64String(Encoding.UTF8.GetBytes(script))),
    };

    /// <summary>
    /// The newest version of the template, for an Auto Scaling group. Not $Latest: only a number that changes starts an instance refresh.
    /// </summary>
    public static GroupLaunchTemplateArgs NewestOf(LaunchTemplate template) => new()
    {
        Id = template.Id,
        Version = template.LatestVersion.Apply(version => $"{version}"),
    };

    /// <summary>The tags of an Auto Scaling group and of what it starts.</summary>
    public GroupTagArgs[] GroupTags() =>
        [.. NamedTags().Select(tag => new GroupTagArgs { Key = tag.Key, Value = tag.Value, PropagateAtLaunch = true })];

    private Dictionary<string, string> NamedTags() => new(Tags) { ["Name"] = Name };
}
