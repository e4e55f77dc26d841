using Pulumi;
using Pulumi.Aws.Iam;

namespace SessionStore.Infra.Cache;

/// <summary>
/// What an application's role needs to sign in with IAM, as the client security group is what its network needs: a managed policy for each
/// user, so that a role becomes the one user that it is meant to be. IAM is global, so that the primary stack creates them once.
/// </summary>
internal sealed class ConnectPolicies : ComponentResource
{
    /// <summary>The policies' ARNs by the names of the declaration.</summary>
    public Output<System.Collections.Immutable.ImmutableDictionary<string, string>> Arns { get; }

    public ConnectPolicies(string name, ConnectPoliciesArgs args, ComponentResourceOptions? options = null)
        : base("session-store:cache:ConnectPolicies", name, options)
    {
        var (naming, account) = args.Context;
        var arns = new InputMap<string>();
        foreach (var user in args.Users)
        {
            arns[user.Name] = new Policy($"{name}-policy-{user.Name}", new()
            {
                Name = naming.ConnectPolicy(user.Name),
                Description = $"Sign in to the session store as {naming.User(user.Name)}, in all Regions",
                PolicyDocument = PolicyDocument.Of(new PolicyStatement
                {
                    Sid = "Connect",
                    Action = [$"{args.Service.Name}:Connect"],
                    // In all Regions, because the writer name leads to any of them; each needs what is connected to and the user.
                    Resource =
                    [
                        account.RegionalArn(args.Service.Name, "*", $"{args.Service.Store}{naming.Store}-*"),
                        account.RegionalArn(args.Service.Name, "*", $"{args.Service.User}{naming.User(user.Name)}"),
                    ],
                }),
            }, new() { Parent = this }).Arn;
        }
        Arns = arns;
        RegisterOutputs();
    }
}

internal sealed record ConnectPoliciesArgs
{
    public required RegionContext Context { get; init; }

    public required IReadOnlyList<StoreUser> Users { get; init; }

    public ConnectService Service { get; init; } = ConnectService.ElastiCache;
}

/// <summary>A service that clients sign in to with IAM, and what its ARNs have before a name.</summary>
/// <param name="Name">As in an action and an ARN.</param>
/// <param name="Store">Before the name of what is connected to.</param>
/// <param name="User">Before a user's name.</param>
internal sealed record ConnectService(string Name, string Store, string User)
{
    /// <summary>"Authenticating with IAM" in the ElastiCache user guide.</summary>
    public static ConnectService ElastiCache { get; } = new("elasticache", "replicationgroup:", "user:");

    /// <summary>"Authenticating with IAM" and "Resource-level permissions" in the MemoryDB developer guide.</summary>
    public static ConnectService MemoryDb { get; } = new("memorydb", "cluster/", "user/");
}
