using Pulumi;
using Pulumi.Aws.Iam;

namespace SessionStore.Infra.Application;

/// <summary>
/// What the Region's instances may do: fetch the application and its secret, sign in to the store, and let a person in over Session
/// Manager. Not AmazonSSMManagedInstanceCore, which may read every parameter of the account besides.
/// </summary>
internal sealed class ApplicationRole : ComponentResource
{
    /// <summary>The instance profile.</summary>
    public Output<string> ProfileArn { get; }

    public ApplicationRole(string name, ApplicationRoleArgs args, ComponentResourceOptions? options = null)
        : base("session-store:application:ApplicationRole", name, options)
    {
        var (naming, account) = args.Context;
        var child = new CustomResourceOptions { Parent = this };
        var role = new Role($"{name}-role", new()
        {
            Name = naming.ApplicationRole,
            Description = "Instances of the session store's application",
            AssumeRolePolicy = PolicyDocument.Trust("ec2.amazonaws.com"),
        }, child);
        _ = new RolePolicy($"{name}-policy", new()
        {
            Name = naming.ApplicationRole,
            Role = role.Name,
            Policy = PolicyDocument.Of([.. Statements(args)]),
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
        ProfileArn = new InstanceProfile($"{name}-profile", new() { Name = naming.ApplicationRole, Role = role.Name }, child).Arn;
        RegisterOutputs();
    }

    private static IEnumerable<PolicyStatement> Statements(ApplicationRoleArgs args)
    {
        yield return new() { Sid = "FetchTheApplication", Action = ["s3:GetObjectVersion"], Resource = [args.ObjectArn] };
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

internal sealed record ApplicationRoleArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The application's object.</summary>
    public required Output<string> ObjectArn { get; init; }

    /// <summary>The secret; null where the application needs none.</summary>
    public required Output<string>? SecretArn { get; init; }

    /// <summary>The customer's key of both; null where AWS's do.</summary>
    public Output<string>? KmsKeyArn { get; init; }

    /// <summary>The name of the managed policy that lets the role sign in to the store; null without IAM.</summary>
    public required string? ConnectPolicy { get; init; }
}
