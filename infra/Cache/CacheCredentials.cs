using Pulumi;
using Pulumi.Aws.ElastiCache;

namespace SessionStore.Infra.Cache;

/// <summary>What a member of the Global Datastore asks its clients for: each member has to be told, with the same values.</summary>
/// <param name="AuthToken">The token of all clients, a secret; null for none.</param>
/// <param name="AuthTokenUpdateStrategy">What becomes of the token that a member has; null leaves it to ElastiCache.</param>
internal sealed record CacheCredentials(Output<string>? AuthToken, string? AuthTokenUpdateStrategy, StoreUsers? Users)
{
    /// <summary>Creates the Region's part of how clients sign in.</summary>
    /// <param name="name">The name of the component of the users.</param>
    public static CacheCredentials Create(
        string name, Authentication authentication, RegionContext context, ComponentResourceOptions options) => authentication switch
        {
            TokenAuthentication token => new(token.Token, token.UpdateStrategy, Users: null),
            UserAuthentication users => new(
                AuthToken: null,
                users.TokenUpdateStrategy,
                new StoreUsers(name, new() { Context = context, Authentication = users }, options)),
            _ => new(AuthToken: null, AuthTokenUpdateStrategy: null, Users: null),
        };

    /// <summary>Tells a member. The provider refuses a token beside users.</summary>
    public void SetOn(ReplicationGroupArgs member)
    {
        if (AuthToken is not null)
        {
            member.AuthToken = AuthToken;
        }
        if (AuthTokenUpdateStrategy is not null)
        {
            member.AuthTokenUpdateStrategy = AuthTokenUpdateStrategy;
        }
        if (Users is not null)
        {
            member.UserGroupIds = [Users.GroupId];
        }
    }
}
