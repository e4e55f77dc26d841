using Pulumi;
using Pulumi.Aws.MemoryDb;
using Pulumi.Aws.MemoryDb.Inputs;
using SessionStore.Infra.Cache;

namespace SessionStore.Infra.MemoryDb;

/// <summary>
/// The store's users in a Region, and the ACL of its cluster. Never the ACL <c>open-access</c>, which lets everybody in without a name
/// ("Authenticating users with Access Control Lists (ACLs)" in the MemoryDB developer guide).
/// </summary>
internal sealed class StoreAcl : ComponentResource
{
    public Output<string> AclName { get; }

    public StoreAcl(string name, StoreUsersArgs args, ComponentResourceOptions? options = null)
        : base("session-store:memorydb:StoreAcl", name, options)
    {
        var (naming, authentication) = (args.Context.Naming, args.Authentication);
        var child = new CustomResourceOptions { Parent = this };
        var users = authentication.Users.Select(user => new User($"{name}-user-{user.Name}", new()
        {
            UserName = naming.User(user.Name),
            AccessString = user.AccessString,
            AuthenticationMode = Mode(user.Name, authentication.Passwords),
        }, child)).ToArray();
        AclName = new Acl($"{name}-acl", new()
        {
            Name = naming.Acl,
            UserNames = users.Select(user => (Input<string>)user.UserName).ToArray(),
        }, child).Name;
        RegisterOutputs();
    }

    private static UserAuthenticationModeArgs Mode(string user, Output<string>? passwords) => passwords is null
        ? new() { Type = "iam" }
        : new() { Type = "password", Passwords = passwords.Apply(json => Password.Parse(json)[user]) };
}
