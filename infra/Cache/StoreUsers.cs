using Pulumi;
using Pulumi.Aws.ElastiCache;
using Pulumi.Aws.ElastiCache.Inputs;

namespace SessionStore.Infra.Cache;

/// <summary>
/// The store's users in a Region, and the group that a member lets in. With a group of the engine valkey, ElastiCache switches the user
/// <c>default</c> off by itself ("RBAC with Valkey" in the ElastiCache user guide), so that nobody comes in without a name.
/// </summary>
internal sealed class StoreUsers : ComponentResource
{
    private const string Engine = "valkey";

    public Output<string> GroupId { get; }

    public StoreUsers(string name, StoreUsersArgs args, ComponentResourceOptions? options = null)
        : base("session-store:cache:StoreUsers", name, options)
    {
        var (naming, authentication) = (args.Context.Naming, args.Authentication);
        var child = new CustomResourceOptions { Parent = this };
        var users = authentication.Users.Select(user => new User($"{name}-user-{user.Name}", new()
        {
            UserId = naming.User(user.Name),
            UserName = naming.User(user.Name),
            Engine = Engine,
            AccessString = user.AccessString,
            AuthenticationMode = Mode(user.Name, authentication.Passwords),
        }, child)).ToArray();
        var group = new UserGroup($"{name}-group", new()
        {
            UserGroupId = naming.UserGroup,
            Engine = Engine,
            UserIds = users.Select(user => (Input<string>)user.UserId).ToArray(),
        }, child);

        GroupId = group.UserGroupId;
        RegisterOutputs();
    }

    private static UserAuthenticationModeArgs Mode(string user, Output<string>? passwords) => passwords is null
        ? new() { Type = "iam" }
        : new() { Type = "password", Passwords = passwords.Apply(json => Password.Parse(json)[user]) };
}

internal sealed record StoreUsersArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The users and their passwords.</summary>
    public required UserAuthentication Authentication { get; init; }
}
