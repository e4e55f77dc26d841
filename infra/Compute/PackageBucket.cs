using Pulumi;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;

namespace SessionStore.Infra.Compute;

/// <summary>
/// Where a Region's instances get their program from: one object in a bucket that keeps its versions, so that an instance that starts while
/// a new version is being deployed still finds its own.
/// </summary>
internal sealed class PackageBucket : ComponentResource
{
    /// <summary>The bucket's name.</summary>
    public Output<string> BucketName { get; }

    /// <summary>The object's key.</summary>
    public Output<string> Key { get; }

    /// <summary>The version of the object that the stack has uploaded.</summary>
    public Output<string> VersionId { get; }

    /// <summary>The ARN of all versions of the object.</summary>
    public Output<string> ObjectArn { get; }

    public PackageBucket(string name, PackageBucketArgs args, ComponentResourceOptions? options = null)
        : base("session-store:compute:PackageBucket", name, options)
    {
        var (naming, account) = args.Context;
        var child = new CustomResourceOptions { Parent = this };
        var bucket = new Bucket($"{name}-bucket", new()
        {
            BucketName = Output.Format($"{args.Prefix}-{account.Id}-{naming.Region}"),
            // What is in it can be uploaded again.
            ForceDestroy = true,
        }, child);
        var versioning = new BucketVersioning($"{name}-versioning", new()
        {
            Bucket = bucket.BucketName,
            VersioningConfiguration = new BucketVersioningVersioningConfigurationArgs { Status = "Enabled" },
        }, child);
        var closed = new BucketPublicAccessBlock($"{name}-public-access", new()
        {
            Bucket = bucket.BucketName,
            BlockPublicAcls = true,
            BlockPublicPolicy = true,
            IgnorePublicAcls = true,
            RestrictPublicBuckets = true,
        }, child);
        var encryption = new BucketServerSideEncryptionConfiguration($"{name}-encryption", new()
        {
            Bucket = bucket.BucketName,
            Rules = { Encryption(args.KmsKeyArn) },
        }, child);
        _ = new BucketPolicy($"{name}-policy", new()
        {
            Bucket = bucket.BucketName,
            Policy = PolicyDocument.Of(new PolicyStatement
            {
                Sid = "OverTlsOnly",
                Effect = "Deny",
                Principal = "*",
                Action = ["s3:*"],
                Resource = [bucket.Arn, Output.Format($"{bucket.Arn}/*")],
                Condition = new { Bool = new Dictionary<string, string> { ["aws:SecureTransport"] = "false" } },
            }),
        }, new() { Parent = this, DependsOn = { closed } });
        var package = new BucketObjectv2($"{name}-package", new()
        {
            Bucket = bucket.BucketName,
            Key = args.ObjectKey,
            Source = ProgramPackage.Of(args.Published),
            ContentType = "application/zip",
            // An object has at most ten tags ("Categorizing your objects using tags" in the S3 user guide), and users may set more.
            OverrideProvider = new BucketObjectv2OverrideProviderArgs
            {
                DefaultTags = new BucketObjectv2OverrideProviderDefaultTagsArgs { Tags = new InputMap<string>() },
            },
        }, new() { Parent = this, DependsOn = { versioning, encryption } });

        BucketName = bucket.BucketName;
        Key = package.Key;
        VersionId = package.VersionId;
        ObjectArn = Output.Format($"{bucket.Arn}/{args.ObjectKey}");
        RegisterOutputs();
    }

    private static BucketServerSideEncryptionConfigurationRuleArgs Encryption(Output<string>? key) => new()
    {
        ApplyServerSideEncryptionByDefault = key is null
            ? new() { SseAlgorithm = "AES256" }
            : new BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs
            {
                SseAlgorithm = "aws:kms",
                KmsMasterKeyId = key,
            },
        BucketKeyEnabled = key is not null,
    };
}

internal sealed record PackageBucketArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>What the bucket's name begins with; account and Region follow, because all buckets of AWS are one list.</summary>
    public required string Prefix { get; init; }

    /// <summary>The object's key, such as application.zip.</summary>
    public required string ObjectKey { get; init; }

    public required PublishedProgram Published { get; init; }

    /// <summary>The key of the objects; null for S3's own.</summary>
    public Output<string>? KmsKeyArn { get; init; }
}
