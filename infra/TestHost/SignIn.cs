using SessionStore.Infra.Cache;

namespace SessionStore.Infra.TestHost;

/// <summary>
/// How the commands in a message of the day sign in. The secret is in neither: valkey-cli takes it from the environment of a person who has
/// typed it, so that no history and no list of processes shows it. valkey-cli has two names for the variable; this one is in all versions.
/// </summary>
/// <param name="Preparation">What a person does first.</param>
/// <param name="Options">What each command says then, after a space; empty for nothing.</param>
internal sealed record SignIn(string Preparation, string Options)
{
    /// <summary>How commands sign in; null where they need not.</summary>
    public static SignIn? Of(Authentication authentication, Naming naming) => authentication switch
    {
        TokenAuthentication => new(Type("The store asks for its AUTH token", "AUTH token"), ""),
        UserAuthentication { WithIam: true, Users: [var first, ..] } => As(
            first, "a token that IAM signs (docs/authentication.md shows how)", "IAM token", naming),
        UserAuthentication { Users: [var first, ..] } => As(first, "a password", "Password", naming),
        _ => null,
    };

    private static SignIn As(StoreUser user, string asked, string what, Naming naming) =>
        new(Type($"The store asks for a user and {asked}, here {naming.User(user.Name)}'s", what), $" --user {naming.User(user.Name)}");

    private static string Type(string why, string what) => $"""

        {why}. Type it once, and the commands below send it:
          read -rsp '{what}: ' REDISCLI_AUTH && export REDISCLI_AUTH

        """;
}
