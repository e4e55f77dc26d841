using Pulumi;
using Pulumi.Aws.Iam;

namespace SessionStore.Infra.Compute;

/// <summary>
/// What a Region's instances may do: fetch their program and its secret, sign in to the store, and let a person in over Session Manager.
/// Not AmazonSSMManagedInstanceCore, which may read every parameter of the account besides.
/// </summary>
internal sealed class InstanceRole : ComponentResource
{
    /// <summary>The instance profile.</summary>
    public Output<string> ProfileArn { get; }

    public InstanceRole(string name, InstanceRoleArgs args, ComponentResourceOptions? options = null)
        : base("session-store:compute:InstanceRole", name, options)
    {
        var account = args.Context.Account;
        var child = new CustomResourceOptions { Parent = this };
        var role = new Role($"{name}-role", new()
        {
            Name = args.Name,
            Description = args.Description,
            AssumeRolePolicy = PolicyDocument.Trust("ec2.amazonaws.com"),
        }, child);
        _ = new RolePolicy($"{name}-policy", new()
        {
            Name = args.Name,
            Role = role.Name,
            Policy = PolicyDocument.Of([.. Statements(args), .. args.Statements]),
        }, child);
        if (args.ConnectPolicy is { } policy)
        {
            _ = new RolePolicyAttachment($"{name}-connect", new()
            {
                Role = role.Name,
                // By its name: the primary's stack has created it, once for all Regions.
                PolicyArn = account.RegionalArn("iam", "", $"policy/{policy}"),
            }, child);
        }
        ProfileArn = new InstanceProfile($"{name}-profile", new() { Name = args.Name, Role = role.Name }, child).Arn;
        RegisterOutputs();
    }

    private static IEnumerable<PolicyStatement> Statements(InstanceRoleArgs args)
    {
        yield return new() { Sid = "FetchTheProgram", Action = ["s3:GetObjectVersion"], Resource = [args.ObjectArn] };
        if (args.SecretArn is { } secret)
        {
            yield return new() { Sid = "FetchTheSecret", Action = ["secretsmanager:GetSecretValue"], Resource = [secret] };
        }
        if (args.KmsKeyArn is { } key)
        {
            yield return new() { Sid = "DecryptBoth", Action = ["kms:Decrypt"], Resource = [key] };
        }
        // Those of AWSCloud9SSMInstanceProfile in the AWS managed policy reference, which is for Session Manager alone. There are no
        // resources to name: "Actions, resources, and condition keys for Amazon Message Gateway Service" in the service authorization
        // reference.
        yield return new()
        {
            Sid = "SessionManager",
            Action =
            [
                "ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
            ],
            Resource = [Output.Create("*")],
        };
    }
}

internal sealed record InstanceRoleArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The name of role, policy and profile: roles are global, so that the Region is a part of it.</summary>
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>The program's object.</summary>
    public required Output<string> ObjectArn { get; init; }

    /// <summary>The secret; null where the program needs none.</summary>
    public required Output<string>? SecretArn { get; init; }

    /// <summary>The customer's key of both; null where AWS's do.</summary>
    public Output<string>? KmsKeyArn { get; init; }

    /// <summary>The name of the managed policy that lets the role sign in to the store; null without IAM.</summary>
    public required string? ConnectPolicy { get; init; }

    /// <summary>What else they may do.</summary>
    public IReadOnlyList<PolicyStatement> Statements { get; init; } = [];
}
