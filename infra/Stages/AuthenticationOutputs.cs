using System.Collections.Immutable;
using SessionStore.Infra.Cache;

namespace SessionStore.Infra.Stages;

/// <summary>
/// The part of the contract between the stages that says how clients sign in. There is no output where they do not, so that it
/// makes no difference to a store that was deployed before they could.
/// </summary>
internal static class AuthenticationOutputs
{
    private const string Auth = nameof(Auth), AuthToken = nameof(AuthToken), AuthTokenUpdateStrategy = nameof(AuthTokenUpdateStrategy),
        Users = nameof(Users), UserPasswords = nameof(UserPasswords), UserNames = nameof(UserNames);

    /// <summary>Adds the outputs of the primary stack that a secondary reads.</summary>
    /// <param name="authentication">How clients sign in.</param>
    /// <param name="outputs">The stack's outputs.</param>
    public static void Add(Authentication authentication, IDictionary<string, object?> outputs)
    {
        switch (authentication)
        {
            case TokenAuthentication token:
                Set(AuthToken, token.Token);
                Set(AuthTokenUpdateStrategy, token.UpdateStrategy);
                break;
            case UserAuthentication users:
                Set(Users, users.Users.Select(user => user.Declaration).ToArray());
                Set(UserPasswords, users.Passwords);
                Set(AuthTokenUpdateStrategy, users.TokenUpdateStrategy);
                break;
            default:
                return;
        }
        Set(Auth, authentication.Mode);

        void Set(string property, object? value)
        {
            if (value is not null)
            {
                outputs[OutputsReader.OutputName(property)] = value;
            }
        }
    }

    /// <summary>Adds the names that clients sign in with, where they have names, for people.</summary>
    /// <param name="authentication">How clients sign in.</param>
    /// <param name="naming">The physical names.</param>
    /// <param name="outputs">The stack's outputs.</param>
    public static void AddUserNames(Authentication authentication, Naming naming, IDictionary<string, object?> outputs)
    {
        if (authentication is UserAuthentication { Users: var users })
        {
            outputs[OutputsReader.OutputName(UserNames)] = users.Select(user => naming.User(user.Name)).ToArray();
        }
    }

    /// <summary>Reads how clients sign in from a deployed primary stack.</summary>
    /// <param name="outputs">The primary's outputs.</param>
    public static async Task<Authentication> ReadAsync(OutputsReader outputs)
    {
        var mode = await outputs.OptionalTextAsync(Auth);
        switch (mode)
        {
            case null:
                return new NoAuthentication();
            case TokenAuthentication.Name:
                return new TokenAuthentication(await outputs.SecretAsync(AuthToken, Password.FlawOfToken), await outputs.TextAsync(AuthTokenUpdateStrategy));
            case UserAuthentication.IamName:
                return new UserAuthentication(await ReadUsers(outputs), null, await outputs.OptionalTextAsync(AuthTokenUpdateStrategy));
            case UserAuthentication.Name:
                var users = await ReadUsers(outputs);
                return new UserAuthentication(
                    users, await outputs.SecretAsync(UserPasswords, json => Password.FlawOfPasswords(json, users)), await outputs.OptionalTextAsync(AuthTokenUpdateStrategy));
            default:
                outputs.Note(Auth, $"is \"{mode}\": expected {TokenAuthentication.Name}, {UserAuthentication.Name} or {UserAuthentication.IamName}");
                return new NoAuthentication();
        }
    }

    private static async Task<IReadOnlyList<StoreUser>> ReadUsers(OutputsReader outputs) => await outputs.ReadAsync(
        Users,
        "a list of users",
        value => value is ImmutableArray<object> { Length: > 0 } list && list.All(item => item is string)
            ? (IReadOnlyList<StoreUser>)[.. list.Cast<string>().Select(StoreUser.Parse)]
            : null) ?? [];
}
