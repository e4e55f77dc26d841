using SessionStore.Configuration;

namespace SessionStore.Stages;

/// <summary>
/// The part of the contract between the stages that says how clients sign in. There is no output where they do not, so that it
/// makes no difference to a store that was deployed before they could.
/// </summary>
internal static class AuthenticationOutputs
{
    private const string Auth = nameof(Auth), AuthToken = nameof(AuthToken), AuthTokenUpdateStrategy = nameof(AuthTokenUpdateStrategy);

    /// <summary>Adds the outputs of the primary stack.</summary>
    /// <param name="authentication">How clients sign in.</param>
    /// <param name="outputs">The stack's outputs.</param>
    public static void Add(Authentication authentication, IDictionary<string, object?> outputs)
    {
        switch (authentication)
        {
            case TokenAuthentication token:
                outputs[PrimaryOutputs.OutputName(AuthToken)] = token.Token;
                outputs[PrimaryOutputs.OutputName(AuthTokenUpdateStrategy)] = token.UpdateStrategy;
                break;
            default:
                return;
        }
        outputs[PrimaryOutputs.OutputName(Auth)] = authentication.Mode;
    }

    /// <summary>Reads how clients sign in from a deployed primary stack.</summary>
    /// <param name="outputs">The primary's outputs.</param>
    public static async Task<Authentication> ReadAsync(OutputReader outputs)
    {
        var mode = await outputs.OptionalText(Auth);
        switch (mode)
        {
            case null:
                return new NoAuthentication();
            case TokenAuthentication.Name:
                return new TokenAuthentication(await outputs.Secret(AuthToken, Password.FlawOfToken), await outputs.Text(AuthTokenUpdateStrategy));
            default:
                outputs.Note(Auth, $"is \"{mode}\": expected {TokenAuthentication.Name}");
                return new NoAuthentication();
        }
    }
}
