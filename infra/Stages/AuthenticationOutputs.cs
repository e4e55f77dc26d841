using System.Collections.Immutable;
using SessionStore.Contract;
using SessionStore.Infra.Cache;

namespace SessionStore.Infra.Stages;

/// <summary>
/// The part of the contract between the stages that says how clients sign in. There is no output where they do not, so that it
/// makes no difference to a store that was deployed before they could.
/// </summary>
internal static class AuthenticationOutputs
{
    /// <summary>Adds the outputs of the primary stack that a secondary reads.</summary>
    public static void Add(Authentication authentication, IDictionary<string, object?> outputs)
    {
        switch (authentication)
        {
            case TokenAuthentication token:
                Set(OutputNames.AuthToken, token.Token);
                Set(OutputNames.AuthTokenUpdateStrategy, token.UpdateStrategy);
                break;
            case UserAuthentication users:
                Set(OutputNames.Users, users.Users.Select(user => user.Declaration).ToArray());
                Set(OutputNames.UserPasswords, users.Passwords);
                Set(OutputNames.AuthTokenUpdateStrategy, users.TokenUpdateStrategy);
                break;
            default:
                return;
        }
        Set(OutputNames.Auth, authentication.Mode);

        void Set(string name, object? value)
        {
            if (value is not null)
            {
                outputs[name] = value;
            }
        }
    }

    /// <summary>Adds the names that clients sign in with, where they have names, for people.</summary>
    public static void AddUserNames(Authentication authentication, Naming naming, IDictionary<string, object?> outputs)
    {
        if (authentication is UserAuthentication { Users: var users })
        {
            outputs[OutputNames.UserNames] = users.Select(user => naming.User(user.Name)).ToArray();
        }
    }

    /// <summary>Reads how clients sign in from a deployed primary stack.</summary>
    public static async Task<Authentication> ReadAsync(OutputsReader outputs)
    {
        var mode = await outputs.OptionalTextAsync(OutputNames.Auth);
        switch (mode)
        {
            case null:
                return new NoAuthentication();
            case TokenAuthentication.Name:
                return new TokenAuthentication(
                    await outputs.SecretAsync(OutputNames.AuthToken, Password.FlawOfToken),
                    await outputs.TextAsync(OutputNames.AuthTokenUpdateStrategy));
            case UserAuthentication.IamName:
                return new UserAuthentication(
                    await ReadUsers(outputs), Passwords: null, await outputs.OptionalTextAsync(OutputNames.AuthTokenUpdateStrategy));
            case UserAuthentication.Name:
                var users = await ReadUsers(outputs);
                return new UserAuthentication(
                    users,
                    await outputs.SecretAsync(OutputNames.UserPasswords, json => Password.FlawOfPasswords(json, users)),
                    await outputs.OptionalTextAsync(OutputNames.AuthTokenUpdateStrategy));
            default:
                outputs.Note(
                    OutputNames.Auth,
                    $"is \"{mode}\": expected {TokenAuthentication.Name}, {UserAuthentication.Name} or {UserAuthentication.IamName}");
                return new NoAuthentication();
        }
    }

    private static async Task<IReadOnlyList<StoreUser>> ReadUsers(OutputsReader outputs) => await outputs.ReadAsync(
        OutputNames.Users,
        "a list of users",
        value => value is ImmutableArray<object> { Length: > 0 } list && list.All(item => item is string)
            ? (IReadOnlyList<StoreUser>)[.. list.Cast<string>().Select(StoreUser.Parse)]
            : null) ?? [];
}
