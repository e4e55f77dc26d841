using Pulumi;

namespace SessionStore.Infra.Guard;

/// <summary>The Pulumi CLI that the guard needs.</summary>
internal static class PulumiCli
{
    /// <summary>
    /// The versions, as https://pkg.go.dev/github.com/blang/semver#ParseRange has them. Before-delete hooks run since 3.182 and
    /// <c>destroy --run-program</c> is whole since 3.204, but 3.217 is the first that can be asked (changelog of pulumi/pulumi).
    /// <c>requiredPulumiVersion</c> of Pulumi.yaml says the same, to CLIs since 3.219.
    /// </summary>
    public const string Versions = ">=3.217.0";

    /// <summary>Lets a CLI go no further that does not have one of the versions, or does not say so.</summary>
    /// <param name="require"><see cref="Deployment.RequirePulumiVersionAsync"/>, which throws then, or a stand-in for the engine.</param>
    public static async Task RequireAsync(Func<string, Task> require)
    {
        try
        {
            await require(Versions);
        }
        catch (Exception failure)
        {
            // An older CLI does not know the question, and the SDK's message for that names no version. It ends the program whatever is
            // thrown here (Deployment_RequirePulumiVersion.cs of pulumi/pulumi-dotnet), so this one is logged.
            Log.Error(
                $"The Pulumi CLI does not confirm that its version is {Versions}, which the guard against a destroy at the wrong time "
                + $"needs: {failure.Message}");
            throw;
        }
    }
}
