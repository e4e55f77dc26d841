using Pulumi;

namespace SessionStore.Infra.Cache;

/// <summary>
/// How clients sign in: the primary decides it for all Regions. Secrets are secret outputs from the moment that they are read.
/// </summary>
internal abstract record Authentication
{
    /// <summary>The value of the setting <c>auth</c>.</summary>
    public abstract string Mode { get; }
}

/// <summary>Clients do not sign in.</summary>
internal sealed record NoAuthentication : Authentication
{
    public const string Name = "none";

    /// <inheritdoc/>
    public override string Mode => Name;
}

/// <summary>All clients sign in with one token.</summary>
/// <param name="Token">The token, a secret: the same in all Regions, so that a client survives a promotion.</param>
/// <param name="UpdateStrategy">
/// What becomes of the old token when the token changes: <c>ROTATE</c> keeps it beside the new one, <c>SET</c> drops it.
/// </param>
internal sealed record TokenAuthentication(Output<string> Token, string UpdateStrategy) : Authentication
{
    public const string Name = "token";

    /// <summary>The strategy where none is set.</summary>
    public const string DefaultStrategy = "ROTATE";

    public static IReadOnlyList<string> Strategies { get; } = [DefaultStrategy, "SET"];

    /// <inheritdoc/>
    public override string Mode => Name;
}

/// <summary>Each client signs in as a user, with a password or with a token that IAM signs.</summary>
/// <param name="Users">The users, at least one.</param>
/// <param name="Passwords">
/// JSON of names to passwords as <see cref="Password.Parse"/> reads it, a secret: the same in all Regions; null with IAM.
/// </param>
/// <param name="TokenUpdateStrategy"><c>DELETE</c> to part with the AUTH token of a store that had one; null otherwise.</param>
internal sealed record UserAuthentication(IReadOnlyList<StoreUser> Users, Output<string>? Passwords, string? TokenUpdateStrategy)
    : Authentication
{
    /// <summary>The setting's value for users with passwords.</summary>
    public const string Name = "users";

    /// <summary>The setting's value for users that sign in with IAM.</summary>
    public const string IamName = "iam";

    /// <summary>The strategy that parts with a token.</summary>
    public const string DeleteStrategy = "DELETE";

    /// <summary>Whether the users sign in with IAM.</summary>
    public bool WithIam => Passwords is null;

    /// <inheritdoc/>
    public override string Mode => WithIam ? IamName : Name;
}
