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
                    Action = ["elasticache:Connect"],
                    // In all Regions, because the writer name leads to any of them; each needs the replication group and the user.
                    Resource =
                    [
                        account.RegionalArn("elasticache", "*", $"replicationgroup:{naming.Store}-*"),
                        account.RegionalArn("elasticache", "*", $"user:{naming.User(user.Name)}"),
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
}
