using Pulumi;

namespace SessionStore.Configuration;

/// <summary>How clients sign in: the primary decides it for all Regions. Secrets are secret outputs from the moment that they are read.</summary>
public abstract record Authentication
{
    /// <summary>The value of the setting <c>auth</c>.</summary>
    public abstract string Mode { get; }
}

/// <summary>Clients do not sign in.</summary>
public sealed record NoAuthentication : Authentication
{
    /// <summary>The setting's value.</summary>
    public const string Name = "none";

    /// <inheritdoc/>
    public override string Mode => Name;
}

/// <summary>All clients sign in with one token.</summary>
/// <param name="Token">The token, a secret: the same in all Regions, so that a client survives a promotion.</param>
/// <param name="UpdateStrategy">What becomes of the old token when the token changes: <c>ROTATE</c> keeps it beside the new one, <c>SET</c> drops it.</param>
public sealed record TokenAuthentication(Output<string> Token, string UpdateStrategy) : Authentication
{
    /// <summary>The setting's value.</summary>
    public const string Name = "token";

    /// <summary>The strategy where none is set.</summary>
    public const string DefaultStrategy = "ROTATE";

    /// <summary>The strategies.</summary>
    public static IReadOnlyList<string> Strategies { get; } = [DefaultStrategy, "SET"];

    /// <inheritdoc/>
    public override string Mode => Name;
}
