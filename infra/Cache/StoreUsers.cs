using Pulumi;
using Pulumi.Aws.ElastiCache;
using Pulumi.Aws.ElastiCache.Inputs;

namespace SessionStore.Infra.Cache;

/// <summary>
/// The store's users in a Region, and the group that a member lets in. With a group of the engine valkey, ElastiCache switches the user
/// <c>default</c> off by itself ("RBAC with Valkey" in the ElastiCache user guide), so that nobody comes in without a name.
/// </summary>
public sealed class StoreUsers : ComponentResource
{
    private const string Engine = "valkey";

    /// <summary>The group.</summary>
    public Output<string> GroupId { get; }

    /// <summary>Creates the users and the group.</summary>
    /// <param name="name">The component's name.</param>
    /// <param name="authentication">The users and their passwords.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="options">The component's options.</param>
    public StoreUsers(string name, UserAuthentication authentication, Naming naming, ComponentResourceOptions? options = null)
        : base("session-store:cache:StoreUsers", name, options)
    {
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
