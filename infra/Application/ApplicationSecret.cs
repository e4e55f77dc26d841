using Pulumi;
using Pulumi.Aws.SecretsManager;

namespace SessionStore.Infra.Application;

/// <summary>
/// What the Region's application signs in with. Not a parameter of Systems Manager: the policy AmazonSSMManagedInstanceCore, which many
/// instances of an account have, may read every parameter of it.
/// </summary>
internal sealed class ApplicationSecret : ComponentResource
{
    // The longest that Secrets Manager keeps a deleted secret, and its name with it: CreateSecret and DeleteSecret in its API reference.
    private const int RecoveryDays = 30;

    public Output<string> Arn { get; }

    /// <summary>The version that the stack has written: another one for another secret.</summary>
    public Output<string> VersionId { get; }

    public ApplicationSecret(string name, ApplicationSecretArgs args, ComponentResourceOptions? options = null)
        : base("session-store:application:ApplicationSecret", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var secret = new Secret($"{name}-secret", new()
        {
            Name = args.Context.Naming.Application,
            Description = "What the application signs in to the session store with",
            KmsKeyId = args.KmsKeyArn is { } key ? key : default(Input<string>),
            RecoveryWindowInDays = args.DeletionProtection ? RecoveryDays : 0,
        }, child);
        var version = new SecretVersion($"{name}-version", new() { SecretId = secret.Id, SecretString = args.Secret }, child);

        Arn = secret.Arn;
        VersionId = version.VersionId;
        RegisterOutputs();
    }
}

internal sealed record ApplicationSecretArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The secret.</summary>
    public required Output<string> Secret { get; init; }

    /// <summary>The key that it is encrypted with; null for the one that AWS manages.</summary>
    public Output<string>? KmsKeyArn { get; init; }

    public required bool DeletionProtection { get; init; }
}
