using Pulumi;
using Pulumi.Aws.SecretsManager;

namespace SessionStore.Infra.Compute;

/// <summary>
/// What a Region's instances sign in with. Not a parameter of Systems Manager: the policy AmazonSSMManagedInstanceCore, which many
/// instances of an account have, may read every parameter of it.
/// </summary>
internal sealed class InstanceSecret : ComponentResource
{
    // The longest that Secrets Manager keeps a deleted secret, and its name with it: CreateSecret and DeleteSecret in its API reference.
    private const int RecoveryDays = 30;

    public Output<string> Arn { get; }

    /// <summary>The version that the stack has written: another one for another secret.</summary>
    public Output<string> VersionId { get; }

    public InstanceSecret(string name, InstanceSecretArgs args, ComponentResourceOptions? options = null)
        : base("session-store:compute:InstanceSecret", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var secret = new Secret($"{name}-secret", new()
        {
            Name = args.Name,
            Description = args.Description,
            KmsKeyId = args.KmsKeyArn is { } key ? key : default(Input<string>),
            RecoveryWindowInDays = args.DeletionProtection ? RecoveryDays : 0,
        }, child);
        var version = new SecretVersion($"{name}-version", new() { SecretId = secret.Id, SecretString = args.Secret }, child);

        Arn = secret.Arn;
        VersionId = version.VersionId;
        RegisterOutputs();
    }
}

internal sealed record InstanceSecretArgs
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>The secret.</summary>
    public required Output<string> Secret { get; init; }

    /// <summary>The key that it is encrypted with; null for the one that AWS manages.</summary>
    public Output<string>? KmsKeyArn { get; init; }

    public required bool DeletionProtection { get; init; }
}
