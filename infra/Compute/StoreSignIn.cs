using Pulumi;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Compute;

/// <summary>How a program signs in to the store.</summary>
/// <param name="Mode">The value of the setting <c>auth</c>, which is that of the client's option, too.</param>
/// <param name="UserName">The user's name as the store knows it; null without users.</param>
/// <param name="SecretOption">The client's option that the secret belongs in; null where there is no secret.</param>
/// <param name="Secret">The token or the password; null where there is none.</param>
/// <param name="ConnectPolicy">The managed policy that lets the role sign in; null without IAM.</param>
internal sealed record StoreSignIn(
    string Mode, string? UserName = null, string? SecretOption = null, Output<string>? Secret = null, string? ConnectPolicy = null)
{
    /// <summary>How it signs in with the store's authentication.</summary>
    /// <param name="user">The user by the name in the declaration; null for the first.</param>
    public static StoreSignIn Of(Authentication authentication, string? user, Naming naming) => authentication switch
    {
        TokenAuthentication token => new(token.Mode, SecretOption: "AuthToken", Secret: token.Token),
        UserAuthentication { Users: [var first, ..] } users => Of(users, user ?? first.Name, naming),
        _ => new(NoAuthentication.Name),
    };

    /// <summary>Holds the setting against the store's users.</summary>
    /// <param name="key">The whole key of the setting.</param>
    /// <param name="user">The setting; null for the first user.</param>
    public static void Check(string key, string? user, Authentication authentication, Problems problems)
    {
        if (user is null)
        {
            return;
        }
        if (authentication is not UserAuthentication { Users: var users })
        {
            problems.Add(key, user, $"no value: the store has no users with auth: {authentication.Mode}");
        }
        else if (users.All(candidate => candidate.Name != user))
        {
            problems.Add(key, user, $"one of the store's users: {string.Join(", ", users.Select(candidate => candidate.Name))}");
        }
    }

    private static StoreSignIn Of(UserAuthentication users, string user, Naming naming) => users.Passwords is { } passwords
        // The first of two, while one is being replaced: the store takes both.
        ? new(users.Mode, naming.User(user), "Password", passwords.Apply(json => Password.Parse(json)[user][0]))
        : new(users.Mode, naming.User(user), ConnectPolicy: naming.ConnectPolicy(user));
}
