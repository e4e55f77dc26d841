using Pulumi;
using Pulumi.Aws.ElastiCache;
using SessionStore.Configuration;

namespace SessionStore.Components;

/// <summary>What a member of the Global Datastore asks its clients for: each member has to be told, with the same values.</summary>
/// <param name="AuthToken">The token of all clients, a secret; null for none.</param>
/// <param name="AuthTokenUpdateStrategy">What becomes of the old token when it changes; null without a token.</param>
public sealed record CacheCredentials(Output<string>? AuthToken, string? AuthTokenUpdateStrategy)
{
    /// <summary>The Region's part of how clients sign in.</summary>
    /// <param name="authentication">How clients sign in.</param>
    public static CacheCredentials Of(Authentication authentication) => authentication switch
    {
        TokenAuthentication token => new(token.Token, token.UpdateStrategy),
        _ => new(null, null),
    };

    /// <summary>Tells a member.</summary>
    /// <param name="member">The member's arguments.</param>
    internal void SetOn(ReplicationGroupArgs member)
    {
        // The provider refuses a strategy without a token.
        if (AuthToken is not null)
        {
            member.AuthToken = AuthToken;
            member.AuthTokenUpdateStrategy = AuthTokenUpdateStrategy!;
        }
    }
}
